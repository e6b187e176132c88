"""What Office writes in formats of its own, made for tests: OLE files, Outlook messages, winmail.dat, old Word."""

import itertools
import struct

SECTOR, FREE, END = 512, 0xFFFFFFFF, 0xFFFFFFFE


def ole_of(streams: dict[str, bytes]) -> bytes:
    """An OLE file of streams under paths ("folder/stream"). Each is at least 4 KB: smaller ones are kept otherwise."""
    nodes = {"": (5, b"")}
    for path, content in streams.items():
        for folder in itertools.accumulate(path.split("/")[:-1], lambda above, name: f"{above}/{name}"):
            nodes[folder] = (1, b"")
        nodes[path] = (2, content.ljust(4096, b"\0"))
    places, sectors, table = list(nodes), [], []
    entries = b""
    for place, (path, (kind, content)) in enumerate(nodes.items()):
        name = path.rpartition("/")[2] or "Root Entry"
        below = [each for each in places if each and each.rpartition("/")[0] == path]
        beside = [each for each in places[place + 1 :] if path and each.rpartition("/")[0] == path.rpartition("/")[0]]
        start = len(table) if content else END
        for at in range(0, len(content), SECTOR):
            sectors.append(content[at : at + SECTOR].ljust(SECTOR, b"\0"))
            table.append(len(table) + 1 if at + SECTOR < len(content) else END)
        links = [places.index(each[0]) if each else FREE for each in (beside, below)]
        coded = name.encode("utf-16-le") + b"\0\0"
        entries += struct.pack("<64sHBBIII36xIQ", coded, len(coded), kind, 1, FREE, *links, start, len(content))
    directory = len(table)
    entries = entries.ljust(-(-len(entries) // SECTOR) * SECTOR, b"\0")
    for at in range(0, len(entries), SECTOR):
        sectors.append(entries[at : at + SECTOR])
        table.append(len(table) + 1 if at + SECTOR < len(entries) else END)
    count = -(-len(table) // 127)  # sectors of the table, which it lists as well
    fat = [*range(len(table), len(table) + count)]
    table += [0xFFFFFFFD] * count
    table += [FREE] * (count * 128 - len(table))
    head = struct.pack("<8s16xHHHHH6xIIIIIIIII", bytes.fromhex("d0cf11e0a1b11ae1"), 0x3E, 3, 0xFFFE, 9, 6, 0, count,
                       directory, 0, 4096, END, 0, END, 0)  # fmt: skip
    head += struct.pack("<109I", *fat, *[FREE] * (109 - count))
    return head + b"".join(sectors) + struct.pack(f"<{len(table)}I", *table)


def msg_of(subject: str, text: str, *, page: str = "", attached: dict[str, bytes | dict] | None = None) -> bytes:
    """A saved Outlook message. What is attached is bytes, or the arguments of a message."""
    return ole_of(_message(subject, text, page, attached))


def _message(subject: str, text: str, page: str = "", attached: dict | None = None, head: int = 32) -> dict[str, bytes]:
    sent = struct.pack("<HHIQ", 0x40, 0x0039, 6, 132_604_200_000_000_000)  # 17 March 2021, 10:00
    words = {0x0037: subject, 0x0C1A: "Office", 0x5D01: "office@testshire.example", 0x0E04: "liaison", 0x1000: text}
    streams = {f"__substg1.0_{number:04X}001F": said.encode("utf-16-le") for number, said in words.items() if said}
    if page:
        streams["__substg1.0_10130102"] = page.encode("cp1252")
    streams["__properties_version1.0"] = bytes(head) + sent
    for number, (name, content) in enumerate((attached or {}).items()):
        folder = f"__attach_version1.0_#{number:08X}/"
        streams[f"{folder}__properties_version1.0"] = bytes(8)
        streams[f"{folder}__substg1.0_3707001F"] = name.encode("utf-16-le")
        if isinstance(content, bytes):
            streams[f"{folder}__substg1.0_37010102"] = content
        else:
            inner = _message(**content, head=24)
            streams |= {f"{folder}__substg1.0_3701000D/{path}": each for path, each in inner.items()}
    return streams


def tnef_of(attached: dict[str, bytes]) -> bytes:
    """winmail.dat: names in the old form and, in the properties, the whole of them."""

    def record(level: int, name: int, data: bytes) -> bytes:
        return struct.pack("<BHHI", level, name, 6, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)

    made = struct.pack("<IH", 0x223E9F78, 1) + record(1, 0x9006, struct.pack("<I", 0x10000))
    for name, content in attached.items():
        coded = name.encode("utf-16-le") + b"\0\0"
        padding = bytes(-len(coded) % 4)
        whole = struct.pack("<IHHII", 1, 0x1F, 0x3707, 1, len(coded)) + coded + padding
        made += record(2, 0x9002, bytes(14)) + record(2, 0x8010, b"LETTER~1.DOC\0") + record(2, 0x800F, content)
        made += record(2, 0x9005, whole)
    return made


def doc_of(*pieces: str, flags: int = 0) -> bytes:
    """An old Word document whose text is kept in pieces: in the bytes of Windows, then in UTF-16, by turns."""
    main, places, ends = bytearray(2048), [], [0]
    for number, piece in enumerate(pieces):
        places.append(len(main) if number % 2 else 0x40000000 | 2 * len(main))
        main += piece.encode("utf-16-le" if number % 2 else "cp1252")
        ends.append(ends[-1] + len(piece))
    table = struct.pack(f"<{len(ends)}I", *ends) + b"".join(struct.pack("<HIH", 0, place, 0) for place in places)
    table = b"\x01\x02\x00xx\x02" + struct.pack("<I", len(table)) + table
    struct.pack_into("<H", main, 0, 0xA5EC)
    struct.pack_into("<H", main, 0x0A, 0x0200 | flags)
    struct.pack_into("<i", main, 0x4C, ends[-1])
    struct.pack_into("<II", main, 0x01A2, 100, len(table))
    return ole_of({"WordDocument": bytes(main), "1Table": bytes(100) + table})
