"""The roadmap, edited by hand: it calls the model, the checks and the forecast, and holds no rules of its own."""
