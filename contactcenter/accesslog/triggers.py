"""The database itself refuses to change the access log: rows are added, never altered or removed.

Retention may drop whole seals from the old end. Its command, and nothing else, calls `lift` and `lay` around
the deletion inside one transaction; both databases undo a lifted trigger when the transaction fails.
"""

TABLES = ["accesslog_accessentry", "accesslog_accesssubject", "accesslog_accessseal"]
REFUSAL = "the access log is append-only"

POSTGRES_FUNCTION = f"""
CREATE OR REPLACE FUNCTION accesslog_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$
"""
POSTGRES_TRIGGER = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION accesslog_refuse()
"""
# SQLite has no TRUNCATE: it is a DELETE there, and a row trigger meets it.
SQLITE_TRIGGER = f"""
CREATE TRIGGER {{table}}_no_{{verb}} BEFORE {{verb}} ON {{table}}
BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END
"""


def lay(connection) -> None:
    """Make the tables append-only."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRES_FUNCTION)
        for table in TABLES:
            for statement in statements(connection.vendor, table):
                cursor.execute(statement)


def lift(connection) -> None:
    """Let rows be removed until `lay`, for the retention command's own transaction."""
    with connection.cursor() as cursor:
        for table in TABLES:
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP TRIGGER {table}_append_only ON {table}")
            else:
                for verb in ("update", "delete"):
                    cursor.execute(f"DROP TRIGGER {table}_no_{verb}")


def statements(vendor: str, table: str) -> list[str]:
    if vendor == "postgresql":
        return [POSTGRES_TRIGGER.format(table=table)]
    return [SQLITE_TRIGGER.format(table=table, verb=verb) for verb in ("update", "delete")]
