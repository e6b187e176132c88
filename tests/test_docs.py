"""What documents and comments point to is there: rules, the glossary, docstrings, and comments in every language.

Nothing is imported: names are read from the code as it is written, so that a pointer is held to what a reader finds.
"""

import ast
import functools
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDERS = ("accounts", "bench", "docs", "fixtures", "recommendations", "responses", "scripts", "static", "templates")
FOLDERS += ("tests", "tracker")
FILES = [
    path
    for path in [*ROOT.glob("*.*"), *(each for folder in FOLDERS for each in (ROOT / folder).rglob("*"))]
    if "vendor" not in path.parts and not {"__pycache__", "migrations"} & {*path.parts}
]
PATHS = {f"/{path.relative_to(ROOT)}" for path in FILES} | {f"/{folder}" for folder in FOLDERS}

POINTER = re.compile(r"`([^`]+)`")
FILE_NAME = re.compile(r"[\w./-]*\w\.(?:css|html|js|md|py|sh|toml|yaml)\b")
DOTTED = re.compile(r"(?:[A-Za-z_]\w*\.)+[A-Za-z_]\w*(?:\(.*\))?")


def defined_in(tree: ast.AST, prefix: str) -> set[str]:
    """Every name that a module or class gives: what it defines, imports and assigns, and names of constraints."""
    found = set()
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.ClassDef):
            found |= {f"{prefix}.{node.name}"} | defined_in(node, f"{prefix}.{node.name}")
        elif isinstance(node, ast.FunctionDef):
            found.add(f"{prefix}.{node.name}")
            # What a method sets on itself is the class's; the other names of a function are nobody else's business.
            if isinstance(tree, ast.ClassDef):
                attributes = (each for each in ast.walk(node) if isinstance(each, ast.Attribute))
                found |= {f"{prefix}.{each.attr}" for each in attributes if isinstance(each.ctx, ast.Store)}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{prefix}.{alias.asname or alias.name}" for alias in node.names}
        else:
            found |= {f"{prefix}.{name}" for each in ast.walk(node) if (name := given_by(each))}
    return found


def given_by(node: ast.AST) -> str:
    """The name that is assigned, or, of a constraint, the one it has in the database."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        return node.id
    if isinstance(node, ast.keyword) and node.arg == "name" and isinstance(node.value, ast.Constant):
        return node.value.value
    return ""


@functools.cache
def names_in(path: Path) -> frozenset[str]:
    """The names that a file of Python gives, each led by its own: ".responses.matrix.build_matrix"."""
    module = "." + ".".join(path.relative_to(ROOT).with_suffix("").parts)
    module = module.removesuffix(".__init__")
    return frozenset({module} | defined_in(ast.parse(path.read_text()), module))


@functools.cache
def everything() -> frozenset[str]:
    """Every name of the code, by each of its endings: "Update.sign_off" and "sign_off" for one method."""
    # What measures the code has names of its own, and holds no rule.
    code = [path for path in FILES if path.suffix == ".py" and "bench" not in path.parts]
    full = frozenset().union(*map(names_in, code))
    return frozenset(
        ".".join(parts[start:]) for parts in (name[1:].split(".") for name in full) for start in range(len(parts))
    )


def files_named(name: str) -> list[Path]:
    """Files and folders that a path means, from the root or from any folder: "views/home.py"."""
    return [ROOT / path[1:] for path in PATHS if path.endswith("/" + name.strip("/"))]


def is_there(pointer: str) -> bool:
    """Whether what a pointer names exists: "matrix.py: _cells", "Update.sign_off()", "responses/", "home.html"."""
    file, colon, name = pointer.partition(": ")
    if colon:
        return any(found.endswith(f".{name}") for path in files_named(file) for found in names_in(path))
    # A model's manager is made from its QuerySet.
    name = pointer.partition("(")[0].replace(".objects.", "QuerySet.")
    return name in everything() or bool(files_named(pointer))


def tables(document: str) -> list[tuple[int, list[str]]]:
    """The rows of a document's tables: the line, and the words of each cell."""
    lines = (ROOT / "docs" / document).read_text().splitlines()
    return [(number, line.strip("|").split("|")) for number, line in enumerate(lines, 1) if line.startswith("| ")]


def test_every_rule_is_held_and_proved_by_what_it_says():
    pointers = [
        (number, pointer)
        for number, (_, *cells) in tables("rules.md")
        for cell in cells
        for pointer in POINTER.findall(cell)
    ]

    assert len(pointers) > 100
    assert [f"line {number}: {pointer}" for number, pointer in pointers if not is_there(pointer)] == []


def test_every_word_of_the_glossary_is_in_the_code_where_it_says():
    pointers = [(number, pointer) for number, cells in tables("glossary.md") for pointer in POINTER.findall(cells[-1])]

    assert len(pointers) > 30
    assert [f"line {number}: {pointer}" for number, pointer in pointers if not is_there(pointer)] == []


def remarks(path: Path) -> list[str]:
    """What a file says to its reader alone: docstrings and comments."""
    text = path.read_text()
    if path.suffix == ".html":
        return re.findall(r"\{#.*?#\}", text)
    if path.suffix in {".js", ".css"}:
        return re.findall(r"/\*.*?\*/|(?<!:)//[^\n]*", text, re.DOTALL)
    if path.suffix in {".sh", ".yaml", ".toml"}:
        return re.findall(r"(?:^|\s)#.*", text)
    if path.suffix == ".md":
        return [text.replace("`", "")]  # names of files alone: what else is in backticks may be of another program
    # A docstring begins its line; other strings are what the software says, not what is said about it.
    return re.findall(r'(?m:^) *"""(?=\S)(?:(?!""").)*"""|(?:(?m:^) *|  )# [^\n]*', text, re.DOTALL)


def pointers_in(remark: str) -> set[str]:
    """Files by their names, and in backticks also dotted names."""
    return set(FILE_NAME.findall(remark)) | {
        pointer for pointer in POINTER.findall(remark) if DOTTED.fullmatch(pointer)
    }


def test_what_docstrings_and_comments_point_to_is_there():
    told = [path for path in FILES if path.suffix in {".py", ".html", ".js", ".css", ".sh", ".yaml", ".toml", ".md"}]
    found = {
        (path.relative_to(ROOT).as_posix(), pointer)
        for path in told
        for remark in remarks(path)
        for pointer in pointers_in(remark)
    }

    assert len(found) > 50
    assert sorted(f"{path}: {pointer}" for path, pointer in found if not is_there(pointer)) == []
