"""D. Norman's seven stages of action: names of *The Design of Everyday Things*, 2013; those of 1988 stand behind."""

STAGES = {
    "goal": "goal: what do I want?",
    "plan": "plan: which way do I choose? (1988: intention)",
    "specify": "specify: what exactly do I do? (1988: specify an action)",
    "perform": "perform: I do it (1988: execute)",
    "perceive": "perceive: what has happened? (1988: perceive the state)",
    "interpret": "interpret: what does it mean? (1988: interpret the state)",
    "compare": "compare: is it what I wanted? (1988: evaluate the outcome)",
}
