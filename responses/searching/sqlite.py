"""SQLite: FTS5, an index of the pieces' words for each language. Porter's rules make one word of the forms of it."""

import sqlite3
from contextlib import closing

from responses.searching.asked import Asked
from responses.searching.snippets import END, START

INDEXES = {"en": "responses_piece_english", "cy": "responses_piece_welsh"}
_READ_BY = {"en": "porter unicode61 remove_diacritics 2", "cy": "unicode61 remove_diacritics 2"}

# Words as HTML (recommendations/words/subset.py) without their elements: cut at each "<", which nothing else is there.
_IS_HTML = " OR ".join(f"{{0}} GLOB '<{tag}[ >]*'" for tag in ("p", "h[234]", "ul", "ol", "blockquote", "table"))
_WITHIN_A_WORD = " OR ".join(
    f"ltrim(cut.value, '/') GLOB '{tag}*'" for tag in ("strong>", "em>", "su[bp]>", "a[ >]", "span[ >]")
)
_WORDS = f"""(CASE WHEN {_IS_HTML} THEN (
    SELECT replace(replace(replace(group_concat(
        CASE WHEN cut.key = 0 THEN cut.value
        ELSE CASE WHEN {_WITHIN_A_WORD} THEN '' ELSE ' ' END || substr(cut.value, instr(cut.value, '>') + 1) END, ''
    ), '&lt;', '<'), '&gt;', '>'), '&amp;', '&')
    FROM json_each('[' || replace(json_quote({{0}}), '<', '","') || ']') AS cut
) ELSE {{0}} END)"""  # noqa: S608 - our own words


def saying(pieces, asked: Asked, language: str):
    index = INDEXES[language]
    # A join that Django's own lookups cannot say. The index gives ids in order, so the first of them are found at once.
    return pieces.extra(  # noqa: S610 - our own names; what was typed is a parameter
        tables=[index],
        where=[f'"{index}" MATCH %s', f'"{index}".rowid = "responses_piece"."id"'],
        params=[asked.for_sqlite],
        order_by=[f"-{index}.rowid"],
    )


def marked(pieces, asked: Asked) -> dict[int, str]:
    """The text of each by its id, with the words that were found between START and END."""
    found = {}
    # In an index of these alone: that of all would look for them among millions once more, one by one.
    with closing(sqlite3.connect(":memory:")) as apart:
        for language, index in INDEXES.items():
            texts = [(piece.pk, piece.text) for piece in pieces if piece.language == language]
            apart.execute(f"CREATE VIRTUAL TABLE {index} USING fts5(text, tokenize='{_READ_BY[language]}')")
            apart.executemany(f"INSERT INTO {index} (rowid, text) VALUES (?, ?)", texts)  # noqa: S608 - our own names
            sql = f"SELECT rowid, highlight({index}, 0, ?, ?) FROM {index} WHERE {index} MATCH ?"  # noqa: S608 - as above
            found |= dict(apart.execute(sql, [START, END, asked.for_sqlite]).fetchall())
    return found


def words_of(column: str) -> str:
    return _WORDS.format(column)


def tables() -> list[str]:
    """What makes the indexes, where there are none."""
    return [
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {index} USING fts5("
        f"text, content='responses_piece', content_rowid='id', tokenize='{_READ_BY[language]}')"
        for language, index in INDEXES.items()
    ]


def triggers(sources) -> dict[str, str]:
    """By name, what makes each."""
    made = {}
    for source in sources:
        for name, event, row, condition, statements in source.steps():
            when = f"WHEN {condition.format(old='OLD', new='NEW', differs='IS NOT')} " if condition else ""
            body = " ".join(f"{statement};" for statement in statements(f"{row}.id", words_of))
            made[name] = f"CREATE TRIGGER {name} AFTER {event} ON {source.table} {when}BEGIN {body} END"
    return made | dict(_indexing())


def _indexing():
    """A piece enters its index, and leaves it, whoever writes it."""
    for language, index in INDEXES.items():
        enter = f"INSERT INTO {index} (rowid, text) VALUES (NEW.id, NEW.text);"  # noqa: S608 - our own names
        leave = f"INSERT INTO {index} ({index}, rowid, text) VALUES ('delete', OLD.id, OLD.text);"  # noqa: S608 - as above
        for event, row, body in (("insert", "NEW", enter), ("delete", "OLD", leave), ("update", "OLD", leave + enter)):
            name = f"{index}_{event}"
            yield (
                name,
                (
                    f"CREATE TRIGGER {name} AFTER {event.upper()} ON responses_piece"
                    f" WHEN {row}.language = '{language}' BEGIN {body} END"
                ),
            )


EMPTY = [
    "DELETE FROM responses_piece",
    *(f"INSERT INTO {index} ({index}) VALUES ('delete-all')" for index in INDEXES.values()),  # noqa: S608 - as above
]
TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'responses_piece%%'"


def drop(name: str, table: str) -> str:
    return f"DROP TRIGGER IF EXISTS {name}"
