"""Runs SQL on the lake, Trino, Hive or MariaDB, and returns a pandas DataFrame.

The functions mirror wmfdata's `run()`: one statement or several, in one session; the answer is that of the last one.

    import addendum_query as query
    query.duckdb.run("SELECT day, count(*) AS events FROM ui_toggle GROUP BY day ORDER BY day", lake="lake")
    query.trino.run("SELECT 1", host="localhost", port=8080, catalog="iceberg", schema="event")
    query.hive.run(["USE event", "SHOW TABLES"], host="hive.example.org", principal="hive/_HOST@EXAMPLE.ORG")
    query.mariadb.run("SELECT count(*) AS pages FROM page", dbs=["enwiki", "dewiki"], dblists="dblists", shards={...})

Each needs the package of its engine (duckdb, trino, pymysql) and pandas; Hive needs its own client, `beeline`. No
password is written here: MariaDB's come from ~/.my.cnf, others from the environment or a ticket.
"""

import getpass
import html
import json
import os
import pathlib
import re
import subprocess
import tempfile
import types
import uuid

import pandas


def _statements(commands):
    return [commands] if isinstance(commands, str) else list(commands)


def _frame(cursor):
    """The rows of a cursor of Python's database interface; none where a statement answers nothing."""
    if cursor.description is None:
        return pandas.DataFrame()
    return pandas.DataFrame(cursor.fetchall(), columns=[column[0] for column in cursor.description])


def _quoted(text):
    return "'" + str(text).replace("'", "''") + "'"


def _name(text):
    return '"' + str(text).replace('"', '""') + '"'


def lake_files(lake):
    """Paths of the Parquet files of a lake, by table: those that its manifest names, or all where it has none."""
    root = pathlib.Path(lake)
    manifest = root / "_manifest.json"
    if manifest.exists():
        tables = json.loads(manifest.read_text(encoding="utf-8"))["tables"]
        named = {name: [str(root / name / path) for path in table["files"]] for name, table in tables.items()}
    else:
        directories = [path for path in root.iterdir() if path.is_dir() and not path.name.startswith("_")]
        named = {path.name: [str(file) for file in sorted(path.rglob("*.parquet"))] for path in directories}
    return {name: files for name, files in named.items() if files}


def connect_lake(lake="lake", database=":memory:"):
    """A DuckDB with a view for each table of a lake. It reads the files as they are now: connect again after a load."""
    import duckdb as engine

    connection = engine.connect(str(database))
    for name, files in lake_files(lake).items():
        paths = ", ".join(map(_quoted, files))
        connection.execute(
            f"CREATE OR REPLACE VIEW {_name(name)} AS SELECT * FROM "
            f"read_parquet([{paths}], hive_partitioning = true, union_by_name = true)"
        )
    return connection


def _run_duckdb(commands, lake="lake", connection=None):
    """Runs SQL on a lake, or on a connection of DuckDB."""
    own = connection is None
    connection = connect_lake(lake) if own else connection
    try:
        for statement in _statements(commands):
            answer = connection.execute(statement)
        return answer.df()
    finally:
        if own:
            connection.close()


def _run_trino(commands, host="localhost", port=8080, user=None, catalog=None, schema=None, https=None):
    """Runs SQL on Trino. The password, if there is one, is ADDENDUM_TRINO_PASSWORD of the environment."""
    from trino.auth import BasicAuthentication
    from trino.dbapi import connect

    user = user or getpass.getuser()
    password = os.environ.get("ADDENDUM_TRINO_PASSWORD")
    https = password is not None if https is None else https
    connection = connect(
        host=host,
        port=port,
        user=user,
        catalog=catalog,
        schema=schema,
        http_scheme="https" if https else "http",
        auth=None if password is None else BasicAuthentication(user, password),
    )
    try:
        cursor = connection.cursor()
        for statement in _statements(commands):
            cursor.execute(statement)
            frame = _frame(cursor)
        return frame
    finally:
        connection.close()


def _column(texts):
    """Whole numbers or numbers where all texts are some, else the texts."""
    known = [text for text in texts if text is not None]
    if known and all(re.fullmatch(r"-?[0-9]{1,18}", text) for text in known):
        return pandas.array([None if text is None else int(text) for text in texts], dtype="Int64")
    if known and all(re.fullmatch(r"-?[0-9]+(\.[0-9]+)?(E-?[0-9]+)?", text) for text in known):
        return [None if text is None else float(text) for text in texts]
    return texts


def _run_hive(
    commands, host="localhost", port=10000, user=None, database="default", principal=None, beeline="beeline"
):
    """Runs SQL on Hive through its own client, with the ticket of `kinit` where there is a principal.

    Values are text, and numbers where a whole column holds numbers. An answer without rows has no columns. The
    password, if there is one, is ADDENDUM_HIVE_PASSWORD of the environment.
    """
    address = f"jdbc:hive2://{host}:{port}/{database}" + (f";principal={principal}" if principal else "")
    *before, last = [statement.rstrip().rstrip(";") for statement in _statements(commands)]
    # What follows it is the answer of the last statement.
    mark = f"answer-{uuid.uuid4()}"
    script = "".join(f"{statement};\n" for statement in [*before, f"SELECT '{mark}'", last])
    login = [] if principal else ["-n", user or getpass.getuser()]
    with tempfile.TemporaryDirectory() as directory:
        # Arguments can be read by everybody on the machine; files of this directory cannot.
        files = {"statements.sql": script, "password": os.environ.get("ADDENDUM_HIVE_PASSWORD", "")}
        for name, text in files.items():
            pathlib.Path(directory, name).write_text(text, encoding="utf-8")
        if files["password"] and not principal:
            login += ["-w", f"{directory}/password"]
        options = ["--silent=true", "--showWarnings=false", "--outputformat=xmlelements"]
        done = subprocess.run(
            [beeline, *options, "-u", address, *login, "-f", f"{directory}/statements.sql"],
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
    if done.returncode != 0 or mark not in done.stdout:
        lines = [line for line in done.stderr.splitlines() if line.startswith("Error")]
        raise RuntimeError(lines[0] if lines else done.stderr.strip() or "beeline failed")
    answer = done.stdout.rpartition(mark)[2].partition("</resultset>")[2]
    rows = [
        re.findall(r"<([^>/]+)>(.*?)</\1>", row, re.DOTALL)
        for row in re.findall(r"<result>(.*?)</result>", answer, re.DOTALL)
    ]
    names = [name.rpartition(".")[2] for name, _ in rows[0]] if rows else []
    texts = [[None if text == "NULL" else html.unescape(text) for _, text in row] for row in rows]
    return pandas.DataFrame({name: _column([row[at] for row in texts]) for at, name in enumerate(names)})


def _shard_of(dblists):
    shards = {}
    for path in sorted(pathlib.Path(dblists).glob("*.dblist")):
        for line in path.read_text(encoding="utf-8").splitlines():
            wiki = line.partition("#")[0].strip()
            if wiki:
                shards[wiki] = path.stem
    return shards


def _run_mariadb(
    commands, dbs=None, my_cnf="~/.my.cnf", dblists=None, shards=None, date_col=None, index_col=None, **options
):
    """Runs SQL on MariaDB, on each of some databases; their answers are put together, with the database as `wiki`.

    dblists is a directory of <shard>.dblist files, shards says `host:port` for each of them.
    """
    import pymysql

    frames = []
    shard_of = _shard_of(dblists) if dblists else {}
    for database in [dbs] if dbs is None or isinstance(dbs, str) else dbs:
        where = dict(options)
        if database in shard_of:
            host, _, port = shards[shard_of[database]].partition(":")
            where |= {"host": host, **({"port": int(port)} if port else {})}
        path = os.path.expanduser(my_cnf)
        connection = pymysql.connect(
            database=database,
            charset="utf8mb4",
            **({"read_default_file": path, "read_default_group": "client"} if os.path.exists(path) else {}),
            **where,
        )
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET SESSION TRANSACTION READ ONLY")
                for statement in _statements(commands):
                    cursor.execute(statement)
                    frame = _frame(cursor)
        finally:
            connection.close()
        # Wikis store text as bytes.
        for name in frame.columns[frame.dtypes == object]:
            frame[name] = [value.decode("utf-8", "replace") if isinstance(value, bytes) else value for value in frame[name]]
        if dbs is not None and not isinstance(dbs, str):
            frame.insert(0, "wiki", database)
        frames.append(frame)
    frame = pandas.concat(frames, ignore_index=True)
    for name in [date_col] if isinstance(date_col, str) else date_col or []:
        frame[name] = pandas.to_datetime(frame[name])
    return frame if index_col is None else frame.set_index(index_col)


duckdb = types.SimpleNamespace(run=_run_duckdb)
trino = types.SimpleNamespace(run=_run_trino)
hive = types.SimpleNamespace(run=_run_hive)
mariadb = types.SimpleNamespace(run=_run_mariadb)
