"""PostgreSQL: full text search in a column of each piece, with an index for each language.

Our own two configurations leave no word out, so that a phrase may hold "the"; the English one has Porter's rules, as
SQLite has them.
"""

import re

from django.db import connection

from responses.searching.asked import Asked
from responses.searching.folding import APART, FOLDED, folded
from responses.searching.snippets import END, START

CONFIGURATIONS = {"en": "responses_english", "cy": "responses_welsh"}
# Below what a column may hold of words; nothing that is typed or read comes near it.
LONGEST = 250_000


def saying(pieces, asked: Asked, language: str):
    # Our own operator, which Django knows for fields of its own alone.
    return pieces.extra(
        where=['"responses_piece"."words" @@ to_tsquery(%s::regconfig, %s)'],
        params=[CONFIGURATIONS[language], asked.for_postgresql],
    ).order_by("-pk")


def marked(pieces, asked: Asked) -> dict[int, str]:
    """The text of each by its id, with the words that were found between START and END."""
    found = {}
    for language, configuration in CONFIGURATIONS.items():
        texts = {piece.pk: piece.text for piece in pieces if piece.language == language}
        if texts:
            found |= dict(zip(texts, _marked(list(texts.values()), configuration, asked), strict=True))
    return found


def _marked(texts: list[str], configuration: str, asked: Asked) -> list[str]:
    """PostgreSQL marks what it reads, which is one character for each of the text."""
    sql = """SELECT ts_headline(%s::regconfig, read, to_tsquery(%s::regconfig, %s), %s)
        FROM unnest(%s::text[]) WITH ORDINALITY AS it (read, place) ORDER BY place"""
    options = f"HighlightAll=true, StartSel={START}, StopSel={END}"
    with connection.cursor() as cursor:
        cursor.execute(
            sql, [configuration, configuration, asked.for_postgresql, options, [folded(text) for text in texts]]
        )
        read = [_in_phrases(read, asked) for (read,) in cursor.fetchall()]
    return [_moved(*both) for both in zip(read, texts, strict=True)]


_RUN = re.compile(f"{START}[^{END}]+{END}(?:[^\\w{START}]+{START}[^{END}]+{END})*")


def _in_phrases(read: str, asked: Asked) -> str:
    """PostgreSQL marks each word of a phrase wherever it stands: marked as one where they stand together, else not."""
    lengths = {len(part.words) for part in asked.parts}

    def marked_as_one(run):
        words = run[0].count(START)
        bare = run[0].replace(START, "").replace(END, "")
        if words < min(lengths):
            return bare
        return f"{START}{bare}{END}" if words > 1 and words in lengths else run[0]

    return _RUN.sub(marked_as_one, read)


def _moved(read: str, text: str) -> str:
    """The text with the marks of what was read; without them where the two are not alike, letter by letter."""
    if len(read.replace(START, "").replace(END, "")) != len(text):
        return text
    letters = iter(text)
    return "".join(char if char in (START, END) else next(letters) for char in read)


def words_of(column: str) -> str:
    return f"responses_said({column})"


_CUT = "regexp_replace(regexp_replace($1, '</?(strong|em|su[bp]|a|span)( [^>]*)?>', '', 'g'), '<[^>]*>', ' ', 'g')"
_FROM = "".join(map(chr, FOLDED)) + "".join(APART)


def tables() -> list[str]:
    """What makes the functions, the configurations, the column and its indexes, where there are none."""
    read = _FROM.replace("'", "''"), "".join(FOLDED.values())
    made = [
        f"""CREATE OR REPLACE FUNCTION responses_said(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
        AS $said$ SELECT CASE WHEN $1 ~ '^<(p|h[234]|ul|ol|blockquote|table)[ >]'
            THEN replace(replace(replace({_CUT}, '&lt;', '<'), '&gt;', '>'), '&amp;', '&') ELSE $1 END $said$""",
        f"""CREATE OR REPLACE FUNCTION responses_folded(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
        AS $read$ SELECT lower(translate(left($1, {LONGEST}), '{read[0]}', '{read[1]}')) $read$""",
    ]
    template = {"en": "snowball, LANGUAGE = porter", "cy": "simple"}
    for language, name in CONFIGURATIONS.items():
        made.append(f"""DO $made$ BEGIN
        IF NOT EXISTS (SELECT FROM pg_ts_config WHERE cfgname = '{name}' AND pg_ts_config_is_visible(oid)) THEN
            CREATE TEXT SEARCH DICTIONARY {name} (TEMPLATE = {template[language]});
            CREATE TEXT SEARCH CONFIGURATION {name} (PARSER = "default");
            ALTER TEXT SEARCH CONFIGURATION {name} ADD MAPPING FOR
                asciiword, word, numword, int, uint, float, sfloat, version, file, host, email, url, url_path, protocol,
                asciihword, hword, numhword, hword_asciipart, hword_part, hword_numpart WITH {name};
        END IF; END $made$""")
    return [*made, *_column()]


def _column() -> list[str]:
    english, welsh = (f"to_tsvector('{name}', responses_folded(text))" for name in CONFIGURATIONS.values())
    return [
        "ALTER TABLE responses_piece ADD COLUMN IF NOT EXISTS words tsvector"
        f" GENERATED ALWAYS AS (CASE language WHEN 'cy' THEN {welsh} ELSE {english} END) STORED",
        # Without a list of what is still to be entered, which each search would walk.
        *(
            f"CREATE INDEX IF NOT EXISTS {name} ON responses_piece USING gin (words)"
            f" WITH (fastupdate = off) WHERE language = '{language}'"
            for language, name in CONFIGURATIONS.items()
        ),
    ]


def triggers(sources) -> dict[str, str]:
    """By name, what makes each, with its function."""
    made = {}
    for source in sources:
        for name, event, row, condition, statements in source.steps():
            body = " ".join(f"{statement};" for statement in statements(f"{row}.id", words_of))
            if condition:
                # Within the function: a column that a trigger itself names could not be altered any more.
                told = condition.format(old="OLD", new="NEW", differs="IS DISTINCT FROM")
                body = f"IF {told} THEN {body} END IF;"
            made[name] = (
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql"
                f" AS $does$ BEGIN {body} RETURN NULL; END $does$;"
                f" CREATE TRIGGER {name} AFTER {event} ON {source.table} FOR EACH ROW EXECUTE FUNCTION {name}()"
            )
    return made


EMPTY = ["DELETE FROM responses_piece"]
TRIGGERS = """SELECT tgname, prosrc FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid
    WHERE NOT tgisinternal AND tgname LIKE 'responses_piece%'
    AND tgrelid IN (SELECT oid FROM pg_class WHERE pg_table_is_visible(oid))"""


def drop(name: str, table: str) -> str:
    return f"DROP TRIGGER IF EXISTS {name} ON {table}"
