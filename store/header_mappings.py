"""How the headers of files were matched to columns, remembered for the next file with the same headers."""

import json
from collections.abc import Mapping

from store.clock import now_utc
from store.connection import Cursor
from store.queries import sql


def mapping_of(cursor: Cursor, headers_hash: str) -> dict[str, str | None] | None:
    """Return column by header (None: left out) as somebody settled it, None where nobody has."""
    row = cursor.execute(sql("header_mappings/mapping_of"), {"headers_hash": headers_hash}).fetchone()
    return None if row is None else dict(json.loads(row[0]))


def remember(cursor: Cursor, headers_hash: str, mapping: Mapping[str, str | None], author: str) -> None:
    """Keep a mapping in place of an earlier one; call it inside a writing transaction."""
    cursor.execute(sql("header_mappings/delete_mapping"), {"headers_hash": headers_hash})
    values = {
        "headers_hash": headers_hash,
        "mapping": json.dumps(dict(mapping), ensure_ascii=False),
        "author": author,
        "saved_at": now_utc(),
    }
    cursor.execute(sql("header_mappings/insert_mapping"), values)
