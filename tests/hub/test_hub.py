"""A hub on one machine."""


def test_up(hub):
    print({name: p.ask("GET", "api/status").json() for name, p in hub.people.items()})
    print(hub.people["ada"].execute("import os; print(os.getcwd(), os.environ)"))
