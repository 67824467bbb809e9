"""What a counsellor's pages cost with 1,000,000 contacts beside 10,000, in one run: their ratio and their queries.

`make bench-casework` needs PostgreSQL (`DATABASE_URL`, a role that may create databases). It builds both databases by
set-based SQL (some minutes), then asks the same pages of both in turn. Exit code 1 when a ratio is over `LIMIT`.
`--keep` leaves the databases for the next run, which then begins at once; not after a change of the models.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import NamedTuple

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
ADMIN = os.environ.get("DATABASE_URL", "postgres://postgres@127.0.0.1/postgres")
LIMIT = 2.0
ROUNDS, RUNS = 6, 3  # a switch of the database is followed by one page that is not counted
FRAMES = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")  # no query of the page: they frame what is written
USERS, OPEN_CASES = 40, 400  # the same in both: a year brings more contacts, not more work in hand


class Size(NamedTuple):
    name: str
    contacts: int
    persons: int


SMALL, BIG = Size("neuvo_bench_small", 10_000, 3_000), Size("neuvo_bench_big", 1_000_000, 300_000)
BEGINNINGS = "Kor Lai Mäk Ran Tuo Vir Sal Hei Nie Kos Jär Leh Han Pel Pur Ota Sep Har Kar Lin Hyv Sil Vuo Met Uus"
MIDDLES = "va ti ne su ko ri la me ka to li mo hu pe jo rä sa pi lu na"
ENDINGS = "nen la mäki niemi ranta salo virta aho lehto vaara"
LAST = ["".join(parts) for parts in product(BEGINNINGS.split(), MIDDLES.split(), ENDINGS.split())]
GIVEN = "Aa Ee Il Ka Ma Pe An Ti Ju Sa Mi Ki Li Ra To Ve He Ol Su El", "mo li ri na ja to ka ni ma se"
FIRST = ["".join(parts) for parts in product(*map(str.split, GIVEN), ["", "na", "s", "tta", "kko"])]


# ---- databases ----
def address_of(name: str) -> str:
    return f"{ADMIN.rpartition('/')[0]}/{name}"


def run(admin, statement: str, *names: str):
    admin.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def use(name: str):
    """Make this database the one that Django speaks to, by a connection of its own."""
    from django.db import connections

    connections.settings["default"]["NAME"] = name
    connections["default"] = connections.create_connection("default")


def is_built(admin) -> bool:
    """Whether an earlier run left both databases whole: the big one is filled last."""
    names = {row[0] for row in admin.execute("SELECT datname FROM pg_database")}
    if not {SMALL.name, BIG.name} <= names:
        return False
    with psycopg.connect(address_of(BIG.name)) as big:
        return big.execute("SELECT count(*) FROM casework_contact").fetchone()[0] > BIG.contacts


def build(admin):
    """Both databases: the small one's reference data and users are copied into the big one before they grow."""
    from django.core.management import call_command
    from django.db import connection

    for size in (SMALL, BIG):
        run(admin, "DROP DATABASE IF EXISTS {} WITH (FORCE)", size.name)
    run(admin, "CREATE DATABASE {}", SMALL.name)
    use(SMALL.name)
    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0)
    begin()
    connection.close()
    run(admin, "CREATE DATABASE {} TEMPLATE {}", BIG.name, SMALL.name)
    for size in (SMALL, BIG):
        begun = time.perf_counter()
        use(size.name)
        grow(size)
        seconds = time.perf_counter() - begun
        print(f"{size.name}: {size.contacts:,} contacts, {size.persons:,} persons in {seconds:.0f} s", flush=True)


def begin():
    """One row of each kind, made the way the product makes them; the others are their copies."""
    from casework import actions
    from casework.actions import hand_overs
    from casework.drafts import ContactFacts, TopicFacts
    from casework.models import Person
    from contactcenter.accounts.models import Organisation, RoleGrant, Unit, User
    from contactcenter.reference.models import Municipality
    from contactcenter.timestamps import local_day, now

    organisation = Organisation.objects.create(name_fi="Neuvonta", is_own=True)
    units = [Unit.objects.create(name_fi=f"Yksikkö {number}", organisation=organisation) for number in range(5)]
    for number in range(USERS):
        user = User.objects.create(username=f"bench{number}", unit=units[number % 5], organisation=organisation)
        RoleGrant.objects.create(user=user, role="counsellor")
        user.serves_in.set(["fi"])
        user.service_areas.set(["IAK"])
    user = User.objects.order_by("pk").first()
    Person.objects.create(last_name="Alku", first_name="Aino", language_id="fi", unit=user.unit, created_by=user)
    contact = actions.open_contact(by=user, channel="PUH", language="fi")
    place = Municipality.objects.filter(is_served=True).first()
    facts = ContactFacts(
        channel="PUH", party="SELF", language="fi", service_area="IAK", municipality=place.pk, demand_class="V01",
        sote_look="not_needed", level="L2", note="Kysyi turvapuhelinta.", topics=[TopicFacts("S040", "ANS", True, [])],
    )  # fmt: skip
    contact = actions.complete_contact(contact, facts=facts, by=user)
    case = actions.open_case(
        contact=contact, by=user, subject="Asumisen tuki", responsible=user, acts_next="responsible",
        next_step="Soittaa", next_on=local_day(now()) + timedelta(days=2),
    )  # fmt: skip
    actions.add_task(case, by=user, title="Soita", due_on=local_day(now()) + timedelta(days=1), responsible=user)
    hand_overs.send_hand_over(case, kind="assessment", by=user, to_unit=units[1], requested_on=local_day(now()))
    for _ in range(3):
        actions.open_contact(by=user, channel="PUH", language="fi")


def grow(size: Size):
    """Fill the tables without their indexes, which are made again afterwards."""
    from django.db import connection

    from casework.models import Case, Contact, ContactTopic, HandOver, Person, PersonKey, Task

    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # no foreign keys while copying
        indexes = drop_indexes(cursor, [model._meta.db_table for model in (Person, PersonKey, Contact, ContactTopic)])
        cursor.execute("CREATE TEMP TABLE users AS SELECT row_number() OVER (ORDER BY id) - 1 AS n, id, unit_id"
                       " FROM accounts_user")  # fmt: skip
        cursor.execute("CREATE TEMP TABLE places AS SELECT row_number() OVER (ORDER BY code) - 1 AS n, code"
                       " FROM reference_municipality WHERE is_served")  # fmt: skip
        grow_persons(cursor, size)
        grow_cases(cursor, size, Case, Task, HandOver)
        grow_contacts(cursor, size, Contact, ContactTopic)
        for definition in indexes:
            cursor.execute(definition)
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM ANALYZE")


def drop_indexes(cursor, tables: list[str]) -> list[str]:
    """Drop what is no constraint; returns how to make it again."""
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s)"
        " AND indexname NOT IN (SELECT conname FROM pg_constraint)", [tables])  # fmt: skip
    found = cursor.fetchall()
    for name, _definition in found:
        cursor.execute(f'DROP INDEX "{name}"')
    return [definition for _name, definition in found]


def copies(cursor, model, count, values: dict[str, str], joins="", where="true", first=1):
    """Copies of one row that meets `where`, numbered `i` from `first`; `values` are SQL for the columns that differ."""
    table = model._meta.db_table
    columns = [field.column for field in model._meta.concrete_fields]
    if "id" in columns and "id" not in values:
        columns.remove("id")
    chosen = ", ".join(values.get(column, f'one."{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    cursor.execute(
        f"INSERT INTO {table} ({names}) SELECT {chosen} FROM (SELECT * FROM {table} WHERE {where} LIMIT 1) one"
        f" CROSS JOIN generate_series({first}, {count}) i {joins}"
    )


def grow_persons(cursor, size: Size):
    from casework.models import Person
    from casework.person_keys import keys_of, sort_key_of

    cursor.execute("CREATE TEMP TABLE names (kind text, n int, word text, sort text)")
    cursor.execute("CREATE TEMP TABLE name_keys (word text, kind text, key text)")
    for kind, words in (("last", LAST), ("first", FIRST)):
        people = [Person(last_name=word) for word in words]
        rows = [(kind, n, word, sort_key_of(one)) for n, (word, one) in enumerate(zip(words, people, strict=True))]
        cursor.executemany("INSERT INTO names VALUES (%s, %s, %s, %s)", rows)
        keys = [(word, key.kind, key.key) for word, one in zip(words, people, strict=True) for key in keys_of(one)]
        cursor.executemany("INSERT INTO name_keys VALUES (%s, %s, %s)", keys)
    cursor.execute("ANALYZE names, name_keys")
    number = "(400000000 + (i::bigint * 7919) % 99999999)"
    copies(
        cursor, Person, size.persons,
        {
            "id": "md5('person' || i)::uuid", "last_name": "last.word", "first_name": "first.word",
            "phone": f"'0' || {number}", "phone_e164": f"'+358' || {number}", "sort_key": "last.sort || first.sort",
            "unit_id": "users.unit_id", "municipality_id": "places.code", "created_at": "now()",
        },
        f"JOIN names last ON last.kind = 'last' AND last.n = {rank_of('last', len(LAST))}"
        f" JOIN names first ON first.kind = 'first' AND first.n = {rank_of('first', len(FIRST))}"
        f" JOIN users ON users.n = i % {USERS} {PLACE}",
    )  # fmt: skip
    cursor.execute(
        "INSERT INTO casework_personkey (person_id, kind, key, sort_key)"
        " SELECT DISTINCT p.id, k.kind, k.key, p.sort_key FROM casework_person p"
        " CROSS JOIN LATERAL (VALUES (p.last_name), (p.first_name)) own(word)"
        " JOIN name_keys k ON k.word = own.word UNION ALL"
        " SELECT id, 'p', reverse(substr(phone_e164, 2)), sort_key FROM casework_person WHERE phone_e164 <> ''"
    )


def rank_of(kind: str, names: int) -> str:
    """Some names are common and most are rare: the commonest of 5,000 is that of one in 70, fifty are of one in ten.
    The factor keeps names that begin alike from being common together."""
    by_chance = f"(('x' || substr(md5('{kind}' || i), 1, 7))::bit(28)::int / 268435456.0)"
    return f"(floor({by_chance} ^ 2 * {names})::int * 7919) % {names}"


PLACE = "JOIN places ON places.n = i % (SELECT count(*) FROM places)"
USER = f"JOIN users ON users.n = i % {USERS}"


def grow_cases(cursor, size: Size, case, task, hand_over):
    person = f"md5('person' || (1 + (i * 3) % {size.persons}))::uuid"
    common = {
        "id": "md5('case' || i)::uuid", "number": "'B' || i", "person_id": person, "unit_id": "users.unit_id",
        "responsible_id": "users.id", "opened_by_id": "users.id", "municipality_id": "places.code",
        "opened_at": "now() - i * interval '20 minutes'",
    }  # fmt: skip
    closed = {
        "is_closed": "true", "state_id": "(SELECT code FROM casework_casestate WHERE is_closed LIMIT 1)",
        "outcome_id": "(SELECT code FROM casework_caseoutcome LIMIT 1)", "closed_at": "now() - interval '1 day'",
        "acts_next": "''", "next_step": "''", "next_on": "NULL",
    }  # fmt: skip
    copies(cursor, case, OPEN_CASES, common, f"{USER} {PLACE}")
    copies(cursor, case, size.contacts // 10, common | closed, f"{USER} {PLACE}", first=OPEN_CASES + 1)
    done = {"done_at": "now()", "done_by_id": "users.id"}
    of_case = {"case_id": "md5('case' || i)::uuid", "responsible_id": "users.id", "unit_id": "users.unit_id"}
    copies(cursor, task, OPEN_CASES, of_case, USER)
    copies(cursor, task, size.contacts // 10, of_case | done, USER, first=OPEN_CASES + 1)
    sent = {"id": "md5('hand-over' || i)::uuid", "case_id": of_case["case_id"], "from_user_id": "users.id",
            "from_unit_id": "users.unit_id", "to_unit_id": "other.unit_id"}  # fmt: skip
    settled = {
        "state": "CASE WHEN i % 2 = 0 THEN 'returned' ELSE 'accepted' END", "reason": "'Kuuluu muualle'",
        "answered_at": "now()", "answered_by_id": "other.id", "started_on": "now()", "ended_on": "now()",
        "is_return_seen": "true",
    }  # fmt: skip
    other = f"{USER} JOIN users other ON other.n = (i + 1) % {USERS}"
    copies(cursor, hand_over, OPEN_CASES, sent, other, first=2)
    copies(cursor, hand_over, size.contacts // 10, sent | settled, other, first=OPEN_CASES + 1)


def grow_contacts(cursor, size: Size, contact, topic):
    cursor.execute("CREATE TEMP TABLE reasons AS SELECT row_number() OVER (ORDER BY code) - 1 AS n, code"
                   " FROM casework_contactreason")  # fmt: skip
    opened = f"now() - i * interval '{4_000_000 // size.contacts} seconds' - interval '1 hour'"
    copies(
        cursor, contact, size.contacts,
        {
            "id": "md5('contact' || i)::uuid", "number": "'B' || i", "handled_by_id": "users.id",
            "unit_id": "users.unit_id", "municipality_id": "places.code", "opened_at": opened,
            "opened_on": f"({opened})::date", "ended_at": opened, "completed_at": opened,
            "person_id": f"CASE WHEN i % 2 = 0 THEN md5('person' || (1 + (i * 11) % {size.persons}))::uuid END",
            "case_id": "CASE WHEN i % 10 = 0 THEN md5('case' || (i / 10))::uuid END",
        },
        f"{USER} {PLACE}", "state = 'complete'",
    )  # fmt: skip
    of_contact = {"contact_id": "md5('contact' || i)::uuid", "reason_id": "reasons.code"}
    copies(cursor, topic, size.contacts, of_contact, "JOIN reasons ON reasons.n = i % (SELECT count(*) FROM reasons)")


# ---- measuring ----
class Cost(NamedTuple):
    milliseconds: float
    queries: int


class Reader:
    """A counsellor with a browser, at one of the databases."""

    def __init__(self, size: Size):
        from django.test import Client

        from casework.models import Contact, ContactState, Person
        from contactcenter.accounts.models import User

        self.name = size.name
        use(size.name)
        user = User.objects.order_by("pk").first()
        self.client = Client(HTTP_HOST="127.0.0.1")
        self.client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        self.open = Contact.objects.filter(handled_by=user, state=ContactState.OPEN).first().pk
        known = [f"md5('person' || {number * 97 + 5})::uuid" for number in range(ROUNDS * RUNS + 1)]
        rows = Person.objects.extra(where=[f"id IN ({', '.join(known)})"])  # the same persons in both
        self.persons = list(rows.order_by("phone_e164").values_list("last_name", "first_name", "phone_e164"))

    def pages(self) -> dict[str, Callable]:
        return {
            "contact form": lambda _n: self.client.get(f"/contacts/{self.open}/"),
            "worklist": lambda _n: self.client.get("/worklist/"),
            "list of contacts": lambda _n: self.client.get("/contacts/"),
            "person by name": lambda n: self.search(" ".join(self.persons[n][:2])),
            "… with an error": lambda n: self.search(self.mistyped(*self.persons[n][:2])),
            "… by phone": lambda n: self.search(self.persons[n][2][-7:]),
        }

    def mistyped(self, last: str, first: str) -> str:
        """The second letter of the family name wrong, the given name right."""
        return f"{last[0]}y{last[2:]} {first}"

    def search(self, text: str):
        return self.client.post("/persons/", {"text": text})

    def ask(self, page: str, number: int) -> Cost:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as queries:
            begun = time.perf_counter()
            answer = self.pages()[page](number)
            took = 1000 * (time.perf_counter() - begun)
        if answer.status_code != 200:
            raise RuntimeError(f"{page}: {answer.status_code}")
        return Cost(took, sum(not query["sql"].startswith(FRAMES) for query in queries))


def measure() -> dict[str, dict[str, list[Cost]]]:
    readers = [Reader(SMALL), Reader(BIG)]
    costs = {page: {reader.name: [] for reader in readers} for page in readers[0].pages()}
    for round_number in range(ROUNDS):
        for reader in readers:
            use(reader.name)
            for page, found in costs.items():
                reader.ask(page, ROUNDS * RUNS)  # fills the process's lists of reference rows, not counted
                numbers = range(round_number * RUNS, (round_number + 1) * RUNS)
                found[reader.name] += [reader.ask(page, number) for number in numbers]
    return costs


def report(costs: dict[str, dict[str, list[Cost]]]) -> bool:
    """Print the table; whether every page is within the limit."""
    worst = 0.0
    print(f"median of {ROUNDS * RUNS} runs, in turn{'':9} 10,000    1,000,000   ratio   queries (largest)")
    for page, found in costs.items():
        small, big = (statistics.median(cost.milliseconds for cost in found[size.name]) for size in (SMALL, BIG))
        queries = [max(cost.queries for cost in found[size.name]) for size in (SMALL, BIG)]
        worst = max(worst, big / small)
        print(f"{page:<34} {small:6.1f} ms {big:9.1f} ms {big / small:7.2f}   {queries[0]} and {queries[1]}")
    print(f"largest ratio {worst:.2f}, limit {LIMIT}")
    return worst <= LIMIT


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--keep", action="store_true", help="use the databases of an earlier run, and leave them")
    keep = options.parse_args().keep
    with tempfile.TemporaryDirectory() as folder, psycopg.connect(ADMIN, autocommit=True) as admin:
        os.environ.update(DJANGO_SETTINGS_MODULE="contactcenter.settings", DATABASE_URL=address_of(SMALL.name),
                          DATA_DIR=folder, SECOND_FACTOR="off", REDIS_URL="")  # fmt: skip
        import django
        from django.conf import settings

        plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # nothing is collected here
        settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
        django.setup()
        if not (keep and is_built(admin)):
            build(admin)
        try:
            is_good = report(measure())
        finally:
            from django.db import connections

            connections.close_all()
            if not keep:
                for size in (SMALL, BIG):
                    run(admin, "DROP DATABASE {} WITH (FORCE)", size.name)
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
