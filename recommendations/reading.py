"""YAML files that people write by hand, read so that whatever is wrong with one is told by its line.

Values stay as they are typed (recommendation 7.10 is not 7.1) until the model's own field says what they are.
"""

import datetime
import re
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import yaml
from django.core.exceptions import ValidationError
from django.db import models

from recommendations import words

MOST_BYTES = 1_000_000
DEEPEST = 10
NO_WORDS = "Write words here, not a list or a group of keys."
NO_CONTROLS = "There is a character here that no person types, such as a control character. Remove it."


class FileErrors(Exception):
    """Everything found wrong with a file; as text, one line each."""

    def __init__(self, name: str, found: list[tuple[int, str]]):
        self.found = found
        self.lines = [f"{name}, line {line}: {message}" if line else f"{name}: {message}" for line, message in found]
        super().__init__("\n".join(self.lines))


class Errors:
    """Collects what is wrong with one file, so that people need not mend it one run at a time."""

    def __init__(self, name: str):
        self.name = name
        self.found: set[tuple[int, str]] = set()

    def add(self, line: int, message: str):
        self.found.add((line, message))

    def fatal(self, line: int, message: str) -> FileErrors:
        """The exception to raise where nothing more can be read."""
        self.add(line, message)
        return FileErrors(self.name, sorted(self.found))

    def raise_any(self):
        if self.found:
            raise FileErrors(self.name, sorted(self.found))


@dataclass(frozen=True)
class Entry:
    """A value and the line where it (or its key) stands: text, a list of entries, or entries by key."""

    line: int
    value: "str | list[Entry] | dict[str, Entry]"

    def text(self, errors: Errors) -> str:
        if isinstance(self.value, str):
            return self.value
        errors.add(self.line, NO_WORDS)
        return ""

    def items(self, errors: Errors) -> "list[Entry]":
        """The entries of a list; a single word or number is a list of one, and nothing an empty list."""
        if isinstance(self.value, list):
            return self.value
        if isinstance(self.value, str):
            return [self] if self.value else []
        errors.add(self.line, 'Expected a list here: lines that begin with "- ".')
        return []

    def group(self, of: str, known: set[str], required: set[str], errors: Errors) -> "dict[str, Entry]":
        """The entries by key, which say something `of` a thing ("a round").

        A key that is not known, or a required one that is not there, is an error.
        """
        if not isinstance(self.value, dict):
            errors.add(self.line, f'Write here what is said of {of}, in lines such as "{min(required or known)}: ...".')
            return {}
        for key, entry in self.value.items():
            if key not in known:
                errors.add(entry.line, _not_known(key, of, known))
        for key in sorted(required):
            if key not in self.value or not self.value[key].value:
                errors.add(self.value[key].line if key in self.value else self.line, f'Enter a value for "{key}".')
        return {key: entry for key, entry in self.value.items() if key in known}


def _not_known(key: str, of: str, known: set[str]) -> str:
    """What to do about a key that says nothing: most are mistyped, so what is meant is one that looks like it."""
    refused = f'"{key}:" says nothing that is kept of {of}, so this line cannot be stored.'
    if meant := get_close_matches(key, sorted(known), n=1):
        return f'{refused} Did you mean "{meant[0]}:"?'
    said = [f'"{each}:"' for each in sorted(known)]
    return f"{refused} Take it out, or begin it with {', '.join(said[:-1])} or {said[-1]}."


def read_file(path: Path, errors: Errors) -> Entry:
    """The whole file; FileErrors where it cannot be read at all."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise errors.fatal(0, f"This file cannot be read: {error.strerror}.") from error
    return read_content(content, errors)


def read_content(content: bytes, errors: Errors) -> Entry:
    """All that a file holds; FileErrors where it cannot be read at all."""
    if len(content) > MOST_BYTES:
        raise errors.fatal(0, f"This file is larger than {MOST_BYTES:,} bytes, far more than a report needs.")
    try:
        text = content.decode("utf-8")
        node = yaml.compose(text, Loader=PlainLoader)
    except UnicodeDecodeError as error:
        raise errors.fatal(content.count(b"\n", 0, error.start) + 1, "This is not text in UTF-8.") from error
    except yaml.reader.ReaderError as error:
        raise errors.fatal(text.count("\n", 0, error.position) + 1, NO_CONTROLS) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise errors.fatal(mark.line + 1 if mark else 0, f"This cannot be read as YAML: {error.problem}.") from error
    if node is None:
        raise errors.fatal(0, "This file is empty.")
    return _entry(node, node.start_mark.line + 1, errors)


def fill(
    instance: models.Model, entry: Entry, group: dict[str, Entry], required, errors: Errors, exclude=(), unique=False
) -> bool:
    """Sets the fields that the group has keys for. False, and errors added, where the model would not accept them.

    What is required and missing has been told already; `exclude` names the fields that no key sets.
    """
    known = len(errors.found)
    told = {name for name in required if name not in group or not group[name].value}
    for model_field in instance._meta.concrete_fields:
        name = model_field.name
        if name in group and name not in exclude:
            try:
                setattr(instance, name, _value(model_field, group[name].value))
            except ValueError as error:
                told.add(name)
                errors.add(group[name].line, f"{name}: {error}")
    try:
        instance.full_clean(exclude=told.union(exclude), validate_unique=unique)
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            line = group[name].line if name in group else entry.line
            for message in messages:
                errors.add(line, message if name == "__all__" else f"{name}: {message}")
    return not told and len(errors.found) == known


def read_day(text: str) -> datetime.date:
    """A day written as 2020-12-17; ValueError, with what to write instead, for anything else."""
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return datetime.date.fromisoformat(text)
    except ValueError:
        pass
    raise ValueError(f'"{text}" is not a day. Write one such as 2020-12-17.')


def _value(model_field: models.Field, text):
    """What a field is set to for the words in a file; ValueError says what to write instead."""
    if not isinstance(text, str):
        raise ValueError(NO_WORDS)
    if isinstance(model_field, models.DateField):
        return read_day(text) if text else None
    if isinstance(model_field, models.BooleanField):
        if text.lower() not in {"yes", "no"}:
            raise ValueError("Write yes or no.")
        return text.lower() == "yes"
    if model_field.choices and text:
        values = {word.lower(): value for value, label in model_field.choices for word in (value, label)}
        if text.lower() not in values:
            raise ValueError(f'"{text}" is not one of: {"; ".join(label for _, label in model_field.choices)}.')
        return values[text.lower()]
    text = words.clean(text)
    if words.control_characters(text):
        raise ValueError(NO_CONTROLS)
    return text


class PlainLoader(yaml.SafeLoader):
    """No references, which can grow a small file without end, and no depth that exhausts the reader."""

    depth = 0

    def compose_node(self, parent, index):
        if self.check_event(yaml.AliasEvent):
            raise self.refusal("references (*name) are not used here, write the value out")
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.refusal("lists and groups are nested too deeply here")
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def refusal(self, problem: str) -> yaml.MarkedYAMLError:
        return yaml.MarkedYAMLError(problem=problem, problem_mark=self.peek_event().start_mark)


def _entry(node, line: int, errors: Errors) -> Entry:
    if isinstance(node, yaml.SequenceNode):
        return Entry(line, [_entry(item, item.start_mark.line + 1, errors) for item in node.value])
    if isinstance(node, yaml.MappingNode):
        return Entry(line, _group(node, errors))
    return Entry(line, "" if node.tag == "tag:yaml.org,2002:null" else node.value.strip())


def _group(node, errors: Errors) -> dict[str, Entry]:
    group = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        key = key_node.value
        if not isinstance(key, str):
            errors.add(line, "Expected a plain word before the colon.")
        elif key in group:
            errors.add(line, f'"{key}" is here twice. Keep one.')
        else:
            group[key] = _entry(value_node, line, errors)
    return group
