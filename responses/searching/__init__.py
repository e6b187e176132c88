"""How words are found: what somebody asks for, what the databases keep to find it by, and what is shown of it."""

from responses.searching import postgresql, sqlite

ENGINES = {"sqlite": sqlite, "postgresql": postgresql}
