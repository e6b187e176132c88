"""The pieces that a search finds are kept in step by the database itself, whoever writes and by whatever way.

For each table that holds words there is a query that says which pieces they are, and triggers that run it anew for a
row that changed. SQLite drops triggers with any change of a table, so they are made again after each migration; where
any was missing, or was made for another query than today's, all pieces are made anew too.
"""

from dataclasses import dataclass

from django.core import checks
from django.db import DEFAULT_DB_ALIAS, connections, transaction

from responses.models.covering import IN_WELSH, LETTER
from responses.searching import ENGINES

IN_ENGLISH = [name for name in LETTER if not name.startswith("welsh_")]
_COLUMNS = "what, language, update_id, response_id, passage_id, review_id, text"
_EDITED = frozenset(["opening", "chief_officer_comments", "closing"])
_NONE = "CAST(NULL AS bigint)"
_OF_THE_LETTER = "CASE letter.language WHEN 'cy' THEN 'cy' ELSE 'en' END"


@dataclass(frozen=True)
class Source:
    """A table with words. `ids`: what a piece of it says of which update, response, passage and review it is of."""

    table: str
    what: str
    texts: tuple[tuple[str, tuple[str, ...]], ...]  # (its language, in SQL; the columns that together are one piece)
    ids: str
    its_pieces: str  # of a row, {id}
    letter: str = "it.update_id"
    in_html: frozenset[str] = frozenset()  # which of the columns may hold words as HTML; the rest is as it was typed
    joined: str = ""
    with_letter: str = ""  # where they change with their letter: which rows are those of letter {id}

    @property
    def columns(self) -> list[str]:
        return [column for _, columns in self.texts for column in columns]

    def select(self, words_of, which: str = "") -> list[str]:
        """A query for each language that gives the pieces of some rows; of all, where none are named."""
        return [
            f"SELECT * FROM (SELECT '{self.what}', {language}, {self.ids}, {self._joined(columns, words_of)} AS text"  # noqa: S608 - our own names
            f" FROM {self.table} AS it {self.joined} JOIN responses_update AS letter ON letter.id = {self.letter}"
            f" {which and f'WHERE {which}'}) AS piece WHERE text <> ''"
            for language, columns in self.texts
        ]

    def _joined(self, columns, words_of) -> str:
        texts = (words_of(f"it.{column}") if column in self.in_html else f"it.{column}" for column in columns)
        return "trim(" + " || ' ' || ".join(texts) + ")"

    def fill(self, words_of, which: str = "") -> list[str]:
        return [f"INSERT INTO responses_piece ({_COLUMNS}) {select}" for select in self.select(words_of, which)]

    def anew(self, row: str, words_of) -> list[str]:
        return [*self.leave(row), *self.fill(words_of, f"it.id = {row}")]

    def leave(self, row: str, *_) -> list[str]:
        return [f"DELETE FROM responses_piece WHERE {self.its_pieces.format(id=row)}"]  # noqa: S608 - as above

    def with_letters(self, row: str, words_of) -> list[str]:
        which = self.with_letter.format(id=row)
        pieces = f"DELETE FROM responses_piece WHERE what = '{self.what}' AND update_id = {row}"  # noqa: S608 - as above
        return [pieces, *self.fill(words_of, which)]

    def steps(self):
        """(name, event, row, condition or "", statements) of each trigger on its table."""
        name = f"responses_piece_of_{self.what}"
        changed = " OR ".join(f"{{old}}.{column} {{differs}} {{new}}.{column}" for column in self.columns)
        yield f"{name}_added", "INSERT", "NEW", "", self.anew
        yield f"{name}_changed", "UPDATE", "NEW", changed, self.anew
        yield f"{name}_removed", "DELETE", "OLD", "", self.leave


class Letters(Source):
    """The letter's own words; and with it the language, and on its way to the record the order, of all that it says."""

    def steps(self):
        yield from super().steps()
        turned = " OR ".join(f"{{old}}.{column} {{differs}} {{new}}.{column}" for column in ("language", "recorded_at"))
        yield f"{self.what_of_all}_changed", "UPDATE", "NEW", turned, _all_of_a_letter

    what_of_all = "responses_piece_of_all"


def _all_of_a_letter(row, words_of) -> list[str]:
    return [statement for source in SOURCES if source.with_letter for statement in source.with_letters(row, words_of)]


ANSWERS = Source(
    table="responses_response",
    what="answer",
    texts=((_OF_THE_LETTER, ("text", "awaiting")), ("'cy'", ("welsh_text",))),
    ids=f"it.update_id, it.id, {_NONE}, {_NONE}",
    in_html=frozenset(["text", "welsh_text"]),
    its_pieces="response_id = {id} AND what = 'answer'",
    with_letter="it.update_id = {id}",
)
LETTERS = Letters(
    table="responses_update",
    what="letter",
    texts=((_OF_THE_LETTER, tuple(IN_ENGLISH)), ("'cy'", tuple(f"welsh_{name}" for name in IN_WELSH))),
    ids=f"it.id, {_NONE}, {_NONE}, {_NONE}",
    in_html=frozenset(
        f"{of}{name}" for of in ("", "welsh_") for name in ("opening", "chief_officer_comments", "closing")
    ),
    its_pieces="update_id = {id} AND what = 'letter'",
    letter="it.id",
    with_letter="it.id = {id}",
)
PASSAGES = Source(
    table="responses_passage",
    what="passage",
    texts=((_OF_THE_LETTER, ("text",)),),
    ids=f"it.update_id, {_NONE}, it.id, {_NONE}",
    its_pieces="passage_id = {id}",
    with_letter="it.update_id = {id}",
)
REVIEWS = Source(
    table="responses_review",
    what="review",
    texts=(("'en'", ("reasons",)),),
    ids=f"answer.update_id, it.response_id, {_NONE}, it.id",
    its_pieces="review_id = {id}",
    letter="answer.update_id",
    joined="JOIN responses_response AS answer ON answer.id = it.response_id",
)
SOURCES = (LETTERS, ANSWERS, PASSAGES, REVIEWS)


def install(using: str = DEFAULT_DB_ALIAS) -> bool:
    """Make what is missing or out of date, and all pieces anew if anything was; whether it was."""
    connection = connections[using]
    engine = ENGINES[connection.vendor]
    if "responses_piece" not in connection.introspection.table_names():  # before its migration, or back before it
        return False
    if not missing(using):
        return False
    with transaction.atomic(using=using), connection.cursor() as cursor:
        _drop(cursor, engine)
        for statement in (*engine.tables(), *engine.triggers(SOURCES).values(), *engine.EMPTY):
            cursor.execute(statement)
        cursor.execute(_everything(engine.words_of))
    return True


def _everything(words_of) -> str:
    """Fills the pieces in the order in which letters were recorded, drafts last: the newest are looked for by id."""
    selects = " UNION ALL ".join(select for source in SOURCES for select in source.select(words_of))
    return f"""WITH piece ({_COLUMNS}) AS ({selects}) INSERT INTO responses_piece ({_COLUMNS})
        SELECT piece.* FROM piece JOIN responses_update AS letter ON letter.id = piece.update_id
        ORDER BY letter.recorded_at IS NULL, letter.recorded_at, letter.id"""  # noqa: S608 - our own names


def missing(using: str = DEFAULT_DB_ALIAS) -> set[str]:
    """Names of the triggers that are not there, or do something else than they should today."""
    connection = connections[using]
    engine = ENGINES[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(engine.TRIGGERS)
        there = dict(cursor.fetchall())
    return {name for name, made in engine.triggers(SOURCES).items() if name not in there or there[name] not in made}


def remove(using: str = DEFAULT_DB_ALIAS) -> None:
    """Take the triggers away, so that tables may change; install() notices, and makes all anew."""
    connection = connections[using]
    with connection.cursor() as cursor:
        _drop(cursor, ENGINES[connection.vendor])


def _drop(cursor, engine) -> None:
    tables = {name: source.table for source in SOURCES for name, *_ in source.steps()}
    cursor.execute(engine.TRIGGERS)
    for name, _ in cursor.fetchall():
        cursor.execute(engine.drop(name, tables.get(name, "responses_piece")))


def before_migrations(sender, using, plan, **_):
    # SQLite renames no table that a trigger names while it is gone. PostgreSQL's triggers stay through any change, but
    # for one back to where there are no pieces.
    if plan and (connections[using].vendor == "sqlite" or any(backwards for _, backwards in plan)):
        remove(using)


def after_migrations(sender, using, **_):
    install(using)


def check_triggers(app_configs, databases, **_):
    """Whether every trigger is there: asked by `manage.py check --database default`, and by each migrate."""
    found = []
    for using in databases or ():
        connection = connections[using]
        if "responses_piece" in connection.introspection.table_names() and (names := sorted(missing(using))):
            found.append(
                checks.Warning(
                    f"What a search finds is not kept in step with what is written: {', '.join(names)} missing or old.",
                    hint="Run manage.py migrate, which makes them and all that they keep.",
                    id="responses.W001",
                )
            )
    return found
