"""The database's own refusal to change or remove entries, for whoever passes by the models.

The head may only move on. TRUNCATE is refused as well where the database knows it. A test run that
empties its tables between tests takes the triggers off and puts them back (tests/flush.py).
"""

from __future__ import annotations

_REFUSAL = "audit entries are never changed or removed"
_SQLITE = {
    "audit_entry_no_update": ("audit_entry", "BEFORE UPDATE", ""),
    "audit_entry_no_delete": ("audit_entry", "BEFORE DELETE", ""),
    "audit_head_no_delete": ("audit_head", "BEFORE DELETE", ""),
    "audit_head_only_on": ("audit_head", "BEFORE UPDATE", "WHEN NEW.seq <= OLD.seq "),
}
_POSTGRESQL = {
    "audit_entry_no_change": ("audit_entry", "BEFORE UPDATE OR DELETE", "FOR EACH ROW"),
    "audit_entry_no_truncate": ("audit_entry", "BEFORE TRUNCATE", "FOR EACH STATEMENT"),
    "audit_head_no_delete": ("audit_head", "BEFORE DELETE", "FOR EACH ROW"),
    "audit_head_no_truncate": ("audit_head", "BEFORE TRUNCATE", "FOR EACH STATEMENT"),
    "audit_head_only_on": (
        "audit_head",
        "BEFORE UPDATE",
        "FOR EACH ROW WHEN (NEW.seq <= OLD.seq)",
    ),
}


def install_statements(vendor: str) -> list[str]:
    """The SQL that puts the triggers on, one statement an item."""
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {name} {event} ON {table} {when}"
            f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
            for name, (table, event, when) in _SQLITE.items()
        ]
    function = (
        "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$"
    )
    return [
        function,
        *(
            f"CREATE TRIGGER {name} {event} ON {table} {each} EXECUTE FUNCTION audit_refuse()"
            for name, (table, event, each) in _POSTGRESQL.items()
        ),
    ]


def remove_statements(vendor: str) -> list[str]:
    """The SQL that takes the triggers off, one statement an item."""
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {name}" for name in _SQLITE]
    return [
        f"DROP TRIGGER IF EXISTS {name} ON {table}" for name, (table, *_) in _POSTGRESQL.items()
    ]
