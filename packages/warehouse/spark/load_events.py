"""Loads recorded events into Parquet files with Spark: the same rows as `addendum load`, on many machines.

    addendum load --model model.json
    spark-submit load_events.py --model model.json --events hdfs:///events --lake hdfs:///event
    spark-submit --packages org.apache.spark:spark-sql-kafka-0-10_2.13:4.0.0 \\
        load_events.py --model model.json --kafka broker:9092 --topics ui.click --lake hdfs:///event

The model says which events there are and what columns their tables have. Python judges each line; Spark removes
duplicates and writes one file for each hour and run. A run is in the lake once its list stands in `_loaded/`, which also
says how far files and topics are loaded: what a run that was killed left behind is removed by the next, which reads the
same again. Do not start two runs over one lake at once.
"""

import argparse
import calendar
import hashlib
import json
import math
import re
import sys
import time
import zlib
from collections import Counter
from decimal import Decimal
from functools import reduce

from pyspark.sql import SparkSession, Window
from pyspark.sql import functions as F
from pyspark.sql import types as T

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
LINE_LIMIT = 4 * 1024 * 1024
DEEPEST = 500
# Python needs some calls for each level of what it reads and writes.
RECURSION_LIMIT = 10 * DEEPEST
ISOLATION = "read_committed"
HEAD = 4096
HALF_CHARACTER = "it contains half a character (a lone surrogate)"

SCHEMA_URI = re.compile(
    r"/((?:[A-Za-z0-9_-][A-Za-z0-9_.-]*/)*[A-Za-z0-9_-][A-Za-z0-9_.-]*)"
    r"/((?:0|[1-9][0-9]{0,14})(?:\.(?:0|[1-9][0-9]{0,14})){2}|latest)"
)
DATE_TIME = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt ]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.[0-9]+)?"
    r"(?:[Zz]|([+-])([0-9]{2}):([0-9]{2}))"
)
SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
TEXT = re.compile(rb'"(?:[^"\\]|\\.)*\\?(?:"|\Z)', re.DOTALL)
BRACKET = re.compile(rb"[][{}]")
PART_OF_PATTERN = re.compile(r"\\.|\[(?:\\.|[^\]])*\]|\(\?<(?![=!])|[.$]", re.DOTALL)
OWN_FILE = re.compile(r"([0-9a-f]{20})-[0-9]+\.parquet")


class Rejected(Exception):
    """Why a line is not stored: the reason, where in the event, and whether the line itself may be kept."""

    def __init__(self, reason, path=None, may_be_stored=True):
        super().__init__(reason)
        self.reason, self.path, self.may_be_stored = reason, path, may_be_stored


class Object(dict):
    """A JSON object, and where names stand in it twice: these names, and all its members."""

    twice, pairs = (), None


def parse_object(pairs):
    found = Object(pairs)
    if len(found) != len(pairs):
        counted = Counter(name for name, _ in pairs)
        found.twice = [name for name, count in counted.items() if count > 1]
        found.pairs = pairs
    return found


class Beyond(float):
    """A number that no double holds: infinite, and the text that stood for it."""

    text = ""


def parse_float(text):
    value = float(text)
    if math.isfinite(value):
        return value
    beyond = Beyond(value)
    beyond.text = text
    return beyond


def parse_int(text):
    # Python refuses to read 4,300 digits, and no column holds as many.
    return int(text) if len(text) < 400 else parse_float(text)


def refuse_constant(name):
    raise ValueError(name)


def is_too_deep(line):
    if line.count(b"[") + line.count(b"{") <= DEEPEST:
        return False
    depth = 0
    for bracket in BRACKET.findall(TEXT.sub(b"", line)):
        depth += 1 if bracket in b"[{" else -1
        if depth > DEEPEST:
            return True
    return False


def is_well_formed(value):
    if isinstance(value, str):
        return not any("\ud800" <= char <= "\udfff" for char in value)
    if isinstance(value, list):
        return all(map(is_well_formed, value))
    if isinstance(value, dict):
        return all(is_well_formed(name) and is_well_formed(member) for name, member in value.items())
    return True


def parse_time(text):
    """Milliseconds since the epoch, the fraction of a second aside; None for what is not a date-time (RFC 3339)."""
    match = DATE_TIME.fullmatch(text)
    if match is None:
        return None
    year, month, day, hours, minutes, seconds = map(int, match.groups()[:6])
    sign, offset_hours, offset_minutes = match[7], int(match[8] or 0), int(match[9] or 0)
    if hours > 23 or minutes > 59 or seconds > 59 or offset_hours > 23 or offset_minutes > 59:
        return None
    # Python's years begin with 1. The year 0 is like 400, which is 146,097 days later.
    alike, days_later = (year, 0) if year > 0 else (400, 146_097)
    if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(alike, month)[1]:
        return None
    offset = (-1 if sign == "-" else 1) * (60 * offset_hours + offset_minutes)
    days = calendar.timegm((alike, month, day, 0, 0, 0)) // 86_400 - days_later
    return 1000 * (86_400 * days + 3600 * hours + 60 * minutes + seconds) - 60_000 * offset


def json_number(value):
    """A number as DuckDB writes it."""
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Beyond):
        return value.text
    negative, digits, exponent = Decimal(repr(value)).normalize().as_tuple()
    digits, magnitude, sign = "".join(map(str, digits)), len(digits) + exponent - 1, "-" if negative else ""
    if magnitude < -6 or magnitude > 20:
        rest = f".{digits[1:]}" if len(digits) > 1 else ""
        return f"{sign}{digits[0]}{rest}e{magnitude}"
    if magnitude < 0:
        return f"{sign}0.{'0' * (-magnitude - 1)}{digits}"
    return f"{sign}{digits[: magnitude + 1].ljust(magnitude + 1, '0')}.{digits[magnitude + 1 :] or '0'}"


def json_text(value):
    """A value as DuckDB writes JSON."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return json_number(value)
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return f"[{','.join(map(json_text, value))}]"
    pairs = value.pairs or value.items()
    members = (f"{json.dumps(name, ensure_ascii=False)}:{json_text(member)}" for name, member in pairs)
    return f"{{{','.join(members)}}}"


class Columns(list):
    """Columns, and the names that events have for them: as they are, and without case."""

    def __init__(self, columns):
        super().__init__({**column, "type": with_names(column["type"])} for column in columns)
        self.declared = {source for column in self for source in column["sources"]}
        self.folded = {source.lower() for source in self.declared}


def with_names(kind):
    match kind["kind"]:
        case "list":
            return {**kind, "items": with_names(kind["items"])}
        case "map":
            return {**kind, "values": with_names(kind["values"])}
        case "struct":
            return {**kind, "fields": Columns(kind["fields"])}
        case _:
            return kind


class Fit:
    """What the columns of a table hold of one event. Nothing is cast: 1.5 is no integer, and "5" is no number."""

    def __init__(self):
        # What only the writer of Parquet files refuses, after duplicates are removed.
        self.refusal = None

    def members(self, columns, value, path):
        row = {}
        for column in columns:
            found = None
            for source in column["sources"]:
                if source in value:
                    fitted = self.value(column["type"], value[source], path, source)
                    found = fitted if found is None else found
            if found is not None and not column.get("neverStored"):
                row[column["name"]] = found
        self.refuse_case(columns, value, path)
        self.refuse_twice(name for name in value.twice if name in columns.declared)
        return row

    def refuse_twice(self, names):
        for name in names:
            self.refusal = self.refusal or f"duplicate key {json.dumps(name)}"

    def refuse_case(self, columns, value, path):
        names = set()
        for key in value:
            name = key.lower()
            if name in names and name in columns.folded:
                raise Rejected("another name differs from this one only in case", [*path, key])
            names.add(name)

    def value(self, kind, value, within, token):
        if value is None:
            return None
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)

        def check(holds, reason):
            if not holds:
                raise Rejected(reason, [*within, token])

        match kind["kind"]:
            case "boolean":
                check(isinstance(value, bool), "it is not a boolean")
                return value
            case "integer":
                check(is_number, "it is not an integer")
                if isinstance(value, float):
                    check(value.is_integer() and abs(value) < 2**53, "it is not a 64-bit integer")
                check(-(2**63) <= value < 2**63, "it is not a 64-bit integer")
                return int(value)
            case "number":
                check(is_number, "it is not a number")
                try:
                    number = float(value)
                except OverflowError:
                    number = float("inf")
                check(abs(number) != float("inf"), "it is outside the range of the column")
                return number
            case "string":
                check(isinstance(value, str), "it is not a string")
                check(is_well_formed(value), HALF_CHARACTER)
                return value
            case "json":
                check(is_well_formed(value), HALF_CHARACTER)
                return json_text(value)
            case "list":
                check(isinstance(value, list), "it is not a list")
                at = [*within, token]
                return [self.value(kind["items"], item, at, index) for index, item in enumerate(value)]
            case "map":
                check(isinstance(value, dict), "it is not an object")
                at, row = [*within, token], {}
                for name, member in value.items():
                    check(is_well_formed(name), "a name in it contains half a character (a lone surrogate)")
                    row[name] = self.value(kind["values"], member, at, name)
                self.refuse_twice(value.twice)
                return row
            case "struct":
                check(isinstance(value, dict), "it is not an object")
                return self.members(kind["fields"], value, [*within, token])
            case other:
                raise ValueError(f"a lake has no columns of the type {other}")


def python_pattern(pattern):
    """A regular expression of JavaScript's, as Python writes it."""

    def part(match):
        return {"$": r"\Z", ".": r"[^\n\r\u2028\u2029]", "(?<": "(?P<"}.get(match[0], match[0])

    return PART_OF_PATTERN.sub(part, pattern)


class Model:
    """Where events belong, as `addendum load --model` wrote it."""

    def __init__(self, data):
        self.data = data
        self.streams = {one["name"]: one for one in data["streams"]}
        self.patterns = [(re.compile(python_pattern(one["pattern"]), re.ASCII), one) for one in data["patterns"]]
        self.titles = {one["title"]: one for one in data["titles"]}
        self.majors = {
            (one["title"], major["major"]): None if major["columns"] is None else Columns(major["columns"])
            for one in data["titles"]
            for major in one["majors"]
        }
        self.identifiers = {of: identifier_paths(columns or []) for of, columns in self.majors.items()}
        self.tables = {}
        listed = data["streams"] if data["isClosed"] else [{**one, "name": one["title"]} for one in data["titles"]]
        for one in listed:
            for major in self.titles.get(one["title"], {}).get("majors", []):
                name = self.table_name(one["name"], one["title"], major["major"])
                self.tables.setdefault(name, (one["title"], major["major"]))
        self.deleted = {name: set(hours) for name, hours in data["deletedHours"].items()}

    def table_name(self, of, title, major):
        plain = re.sub(r"^[^A-Za-z_]|[^A-Za-z0-9_]", "_", of).lower()
        return plain if major == self.titles[title]["majors"][0]["major"] else f"{plain}_{major}"

    def settings(self, stream):
        if stream is None:
            return None if self.data["isClosed"] else self.data["defaults"]
        if stream in self.streams:
            return self.streams[stream]
        for pattern, settings in self.patterns:
            if pattern.search(stream):
                return settings
        return None if self.data["isClosed"] else self.data["defaults"]

    def route(self, uri, stream):
        """The table of an event: its name, its title and major, and for how many days it stores events."""
        match = SCHEMA_URI.fullmatch(uri) if isinstance(uri, str) and len(uri) <= 512 else None
        if match is None:
            raise Rejected("its $schema does not name a schema")
        title, version = match.groups()
        known = self.titles.get(title)
        if known is None or (version != "latest" and version not in known["versions"]):
            raise Rejected(f"its schema, {uri}, is unknown")
        name = stream if isinstance(stream, str) else None
        settings = self.settings(name)
        if settings is None:
            raise Rejected(f"its stream, {name or 'none'}, is not in streams.yaml")
        if settings["title"] is not None and settings["title"] != title:
            raise Rejected(f"its stream, {name or ''}, has events of {settings['title']}")
        if settings["retentionDays"] == 0:
            reason = f"the events of its stream, {name or ''}, are not stored"
            raise Rejected(reason, may_be_stored=False)
        major = int((known["versions"][-1] if version == "latest" else version).split(".")[0])
        table = self.table_name(name if self.data["isClosed"] and name is not None else title, title, major)
        owner = self.tables.get(table, (title, major))
        if owner != (title, major):
            raise Rejected(f"its table, {table}, belongs to {owner[0]} {owner[1]}")
        if self.majors[title, major] is None:
            raise Rejected(f"its schema, /{title}, has no version {major} that can be read")
        return table, (title, major), settings["retentionDays"]


def first_of(*values):
    return next((value for value in values if value is not None), None)


def member_of(holder, name):
    return None if holder is None else holder.get(name)


def identifier_paths(columns):
    """Where a table's rows hold by what an event is recognized when it comes again."""
    stored = {column["name"]: column["type"] for column in columns if not column.get("neverStored")}
    within = stored.get("meta", {}).get("fields", [])
    ids = [field["type"] for field in within if field["name"] == "id" and not field.get("neverStored")]
    found = [(ids, ("meta", "id")), ([stored[name] for name in ["uuid"] if name in stored], ("uuid",))]
    return [path for kinds, path in found if any(kind["kind"] == "string" for kind in kinds)]


def hour_path(number):
    year, month, day, hour = time.gmtime(number * 3600)[:4]
    return f"year={year}/month={month}/day={day}/hour={hour}"


def judge(line, length, model, now, timestamp):
    """What becomes of a line: its kind, table, whose that is, hour, identifier, row as JSON, and why that is refused."""
    if line is None:
        raise Rejected(f"the line has {length} bytes, more than the limit of {LINE_LIMIT}")
    if is_too_deep(line):
        raise Rejected(f"the line is nested deeper than {DEEPEST} levels")
    text = line.decode("utf-8", "replace")
    try:
        event = json.loads(
            text,
            object_pairs_hook=parse_object,
            parse_float=parse_float,
            parse_int=parse_int,
            parse_constant=refuse_constant,
        )
    except ValueError:
        raise Rejected("the line is not JSON") from None
    if not isinstance(event, dict):
        raise Rejected("the line is not an object")
    meta = event["meta"] if isinstance(event.get("meta"), dict) else {}
    if meta.get("domain") == "canary":
        return ("canary", None, None, None, None, None, None)
    table, of, retention = model.route(event.get("$schema"), meta.get("stream"))
    said = first_of(meta.get("dt"), event.get("dt"))
    at = timestamp if said is None else parse_time(said) if isinstance(said, str) else None
    if at is None:
        raise Rejected(
            "it has no time: neither meta.dt nor dt"
            if said is None
            else "its time is not a date-time"
        )
    if at > now + HOUR_MS:
        raise Rejected("its time is more than an hour ahead")
    if retention is not None and at < now - retention * DAY_MS:
        days = int(retention) if float(retention).is_integer() else retention
        reason = f"its time is outside the {days} days for which its events are stored"
        raise Rejected(reason, may_be_stored=False)
    if at < 0:
        raise Rejected("its time is before 1970")
    hour = at // HOUR_MS
    if hour_path(hour) in model.deleted.get(table, ()):
        return ("late", None, None, None, None, None, None)
    fit = Fit()
    row = fit.members(model.majors[of], event, [])
    if SURROGATE.search(text) and not is_well_formed(event):
        raise Rejected("an undeclared field contains half a character (a lone surrogate)", [])
    identifier = first_of(*(reduce(member_of, path, row) for path in model.identifiers[of])) or None
    refusal = fit.refusal
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        refusal = "the line is not UTF-8"
    if refusal is not None:
        return ("refused", table, json.dumps(of), hour, identifier, None, refusal)
    return ("event", table, json.dumps(of), hour, identifier, json.dumps(row, ensure_ascii=False, allow_nan=False), None)


JUDGED = T.StructType(
    [
        T.StructField("kind", T.StringType()),
        T.StructField("table", T.StringType()),
        # Its title and major, as JSON.
        T.StructField("of", T.StringType()),
        T.StructField("hour", T.LongType()),
        T.StructField("id", T.StringType()),
        T.StructField("row", T.StringType()),
        # What a list of rejected lines says of it, as JSON.
        T.StructField("rejection", T.StringType()),
        # Where the line stands: the order of the input, the file, the line and the byte.
        T.StructField("source", T.LongType()),
        T.StructField("file", T.StringType()),
        T.StructField("line", T.LongType()),
        T.StructField("offset", T.LongType()),
    ]
)


def judged(line, length, place, model, now, timestamp=None):
    """A row of JUDGED."""
    _, file, number, offset = place
    at = {"file": file, "line": number, "offset": offset}
    try:
        *verdict, refusal = judge(line, length, model, now, timestamp)
        rejection = None if refusal is None else json.dumps({**at, "reason": refusal})
        return (*verdict, rejection, *place)
    except Rejected as why:
        found = {**at, "reason": why.reason}
        if why.path is not None:
            found["path"] = why.path
        if line is not None and why.may_be_stored:
            found["event"] = line.decode("utf-8", "replace")
        return ("rejected", None, None, None, None, None, json.dumps(found), *place)


def text_of(name, content):
    """The text of a file as far as it can be read, and why no further."""
    if not name.endswith(".gz"):
        return content, None
    text, rest = bytearray(), content
    try:
        while rest:
            part = zlib.decompressobj(16 + zlib.MAX_WBITS)
            text += part.decompress(rest)
            if not part.eof:
                return bytes(text), "unexpected end of file"
            rest = part.unused_data
    except zlib.error as why:
        return bytes(text), str(why)
    return bytes(text), None


def judge_file(name, source, content, model, now, loaded):
    """Rows of JUDGED for the lines of a file that were not loaded before, and one of the kind `source` for itself."""
    sys.setrecursionlimit(RECURSION_LIMIT)
    text, problem = text_of(name, content)
    if problem is not None:
        yield ("unreadable", *[None] * 5, problem, source, name, 0, 0)
    beginning = text[:HEAD].split(b"\n", 1)[0]
    plain = name[: -len(".gz")] if name.endswith(".gz") else name
    identity = f"{plain}#{hashlib.sha256(beginning).hexdigest()[:24]}"
    offset, number = loaded.get(identity, (0, 0))
    start = offset
    while (end := text.find(b"\n", offset)) != -1:
        number += 1
        length = end - offset
        line = text[offset:end] if length <= LINE_LIMIT else None
        yield judged(line, length, (source, name, number, offset), model, now)
        offset = end + 1
    if offset > start:
        yield ("source", *[None] * 3, identity, None, None, source, name, number, offset)


def spark_type(kind):
    match kind["kind"]:
        case "boolean":
            return T.BooleanType()
        case "integer":
            return T.LongType()
        case "number":
            return T.DoubleType()
        case "string" | "json":
            return T.StringType()
        case "list":
            return T.ArrayType(spark_type(kind["items"]))
        case "map":
            return T.MapType(T.StringType(), spark_type(kind["values"]))
        case "struct":
            return struct_type(kind["fields"])
        case other:
            raise ValueError(f"a lake has no columns of the type {other}")


def struct_type(columns):
    return T.StructType([T.StructField(column["name"], spark_type(column["type"])) for column in columns])


def by_name(name):
    parts = re.split(r"([0-9]+)", name)
    return [(int(part), part) if index % 2 else part for index, part in enumerate(parts)]


class Files:
    """Directories and files of any file system that Hadoop knows."""

    def __init__(self, spark, root):
        self.path = spark._jvm.org.apache.hadoop.fs.Path
        self.root = self.path(root)
        self.system = self.root.getFileSystem(spark._jsc.hadoopConfiguration())
        self.root = self.system.makeQualified(self.root)

    def at(self, name):
        return self.path(self.root, name) if name else self.root

    def names(self, directory=""):
        """The names of all files below a directory, relative to the root."""
        start = self.at(directory)
        if not self.system.exists(start):
            return []
        found, names, prefix = self.system.listFiles(start, True), [], self.root.toUri().getPath().rstrip("/") + "/"
        while found.hasNext():
            names.append(found.next().getPath().toUri().getPath()[len(prefix) :])
        return names

    def exists(self, name):
        return self.system.exists(self.at(name))

    def remove(self, name):
        self.system.delete(self.at(name), True)

    def move(self, name, target):
        self.system.mkdirs(self.at(target).getParent())
        if not self.system.rename(self.at(name), self.at(target)):
            raise OSError(f"{name} cannot be moved to {target}")

    def read(self, name):
        stream = self.system.open(self.at(name))
        try:
            return bytes(stream.readAllBytes()).decode("utf-8")
        finally:
            stream.close()

    def write(self, name, text):
        """Written beside, then renamed: it is there whole, or not at all."""
        stream = self.system.create(self.at(f"_staging/{name}"), True)
        stream.write(bytearray(text.encode("utf-8")))
        stream.hsync()
        stream.close()
        self.move(f"_staging/{name}", name)


def read_files(spark, events, model, now, loaded):
    files = Files(spark, events)
    names = sorted((name for name in files.names() if re.search(r"\.ndjson(\.gz)?$", name)), key=by_name)
    # While a file is being compressed both are there; the first holds all.
    names = [name for name in names if not name.endswith(".gz") or name[: -len(".gz")] not in names]
    if not names:
        return spark.createDataFrame([], JUDGED)
    order = {files.at(name).toString(): (index, name) for index, name in enumerate(names)}
    paths = ",".join(re.sub(r"([\\*?\[\]{}])", r"\\\1", path) for path in order)
    content = spark.sparkContext.binaryFiles(paths, min(len(names), 10_000))

    def judge_one(file):
        index, name = order[file[0]]
        return judge_file(name, index, bytes(file[1]), model, now, loaded)

    return spark.createDataFrame(content.flatMap(judge_one), JUDGED, verifySchema=False)


def new_offsets(spark, brokers, topics, loaded):
    """Partitions with messages that are not loaded: the first offset, and the one behind the last, by topic and number.

    How far a partition is loaded stands in the lists that say what is in the lake: nothing is committed to the broker.
    Topics that do not exist are left out, and what the broker has deleted meanwhile.
    """
    kafka, settings = spark._jvm.org.apache.kafka, spark._jvm.java.util.Properties()
    bytes_of = "org.apache.kafka.common.serialization.ByteArrayDeserializer"
    for name, value in {
        "bootstrap.servers": brokers,
        "key.deserializer": bytes_of,
        "value.deserializer": bytes_of,
        "isolation.level": ISOLATION,
    }.items():
        settings.setProperty(name, value)
    consumer = kafka.clients.consumer.KafkaConsumer(settings)
    try:
        existing, partitions = consumer.listTopics(), spark._jvm.java.util.ArrayList()
        for topic in topics:
            for found in existing.get(topic) or []:
                partitions.add(kafka.common.TopicPartition(topic, found.partition()))
        first, last = consumer.beginningOffsets(partitions), consumer.endOffsets(partitions)
        offsets = {}
        for partition in partitions:
            topic, number = partition.topic(), partition.partition()
            begin = max(first[partition], loaded.get(partition_identity(topic, number), (0, 0))[0])
            if begin < last[partition]:
                offsets[topic, number] = begin, last[partition]
        return offsets
    finally:
        consumer.close()


def partition_identity(topic, number):
    return f"kafka:{topic}:{number}"


def read_topics(spark, brokers, offsets, model, now):
    if not offsets:
        return spark.createDataFrame([], JUDGED)
    begins, ends = {}, {}
    for (topic, number), (begin, end) in offsets.items():
        begins.setdefault(topic, {})[str(number)] = begin
        ends.setdefault(topic, {})[str(number)] = end
    partitions = {topic: [int(number) for number in numbers] for topic, numbers in begins.items()}
    messages = (
        spark.read.format("kafka")
        .option("kafka.bootstrap.servers", brokers)
        .option("kafka.isolation.level", ISOLATION)
        .option("assign", json.dumps(partitions))
        .option("startingOffsets", json.dumps(begins))
        .option("endingOffsets", json.dumps(ends))
        .load()
        .select("topic", "partition", "offset", "value", F.unix_millis("timestamp").alias("at"))
    )

    def judge_all(rows):
        sys.setrecursionlimit(RECURSION_LIMIT)
        for row in rows:
            value = bytes(row.value or b"")
            line = value if len(value) <= LINE_LIMIT else None
            place = (row.partition, partition_identity(row.topic, row.partition), row.offset, row.offset)
            yield judged(line, len(value), place, model, now, row["at"])

    return spark.createDataFrame(messages.rdd.mapPartitions(judge_all), JUDGED, verifySchema=False)


def known_ids(spark, lake, table, model, of):
    """The identifiers of a table's rows; None where it has no column for them, or no rows."""
    parts = [F.col(".".join(path)) for path in model.identifiers[of]]
    if not parts or not lake.names(table):
        return None
    stored = spark.read.schema(struct_type(model.majors[of])).parquet(lake.at(table).toString())
    return stored.select(F.coalesce(*parts).alias("id")).where("id IS NOT NULL").distinct()


def fresh_lines(spark, lake, lines, tables, model):
    """The first of the lines with one identifier in a table, and of these the ones that the table has not yet."""
    own = lines.where(F.col("kind").isin("event", "refused"))
    order = Window.partitionBy("table", "id").orderBy("source", "line")
    rank = F.when(F.col("id").isNull(), F.lit(1)).otherwise(F.row_number().over(order))
    fresh = own.withColumn("rank", rank).where("rank = 1").drop("rank")
    stored = [
        ids.withColumn("table", F.lit(table))
        for table, of in tables.items()
        if (ids := known_ids(spark, lake, table, model, tuple(json.loads(of)))) is not None
    ]
    if stored:
        fresh = fresh.join(reduce(lambda all, ids: all.unionByName(ids), stored), ["table", "id"], "left_anti")
    return fresh


def write_table(lines, columns, out):
    """Writes a table's lines to a Parquet file for each hour."""
    moment = F.timestamp_seconds(F.col("hour") * 3600)
    parsed = lines.repartition("hour").select(
        F.from_json("row", struct_type(columns), {"mode": "FAILFAST"}).alias("event"),
        F.year(moment).alias("year"),
        F.month(moment).alias("month"),
        F.dayofmonth(moment).alias("day"),
        F.hour(moment).alias("hour"),
    )
    writer = parsed.select("event.*", "year", "month", "day", "hour").write
    writer.partitionBy("year", "month", "day", "hour").option("compression", "zstd").parquet(out)


def earlier_runs(lake):
    """How far sources are loaded, by identity; removes what runs that were killed left behind.

    A file is loaded up to a byte, with so many lines; a partition up to an offset, and from which one in that run.
    """
    if lake.exists("_manifest.json"):
        sys.exit(f"{lake.root.toString()} is a lake of `addendum load`: name another directory.")
    loaded, runs = {}, set()
    for name in lake.names("_loaded"):
        runs.add(name.removeprefix("_loaded/").removesuffix(".json"))
        for identity, (upto, lines) in json.loads(lake.read(name))["sources"].items():
            loaded[identity] = max(loaded.get(identity, (0, 0)), (upto, lines))
    lake.remove("_staging")
    for name in lake.names():
        match = OWN_FILE.fullmatch(name.rpartition("/")[2])
        if match is not None and match[1] not in runs:
            lake.remove(name)
    return loaded


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--model", required=True, help="what `addendum load --model` wrote")
    options.add_argument("--events", help="the directory with the intake's files")
    options.add_argument("--kafka", help="brokers whose topics are read instead")
    options.add_argument("--topics", help="with --kafka: topics, with commas between")
    options.add_argument("--lake", required=True, help="the directory of the tables")
    options.add_argument("--now", type=int, default=int(time.time() * 1000), help=argparse.SUPPRESS)
    given = options.parse_args()
    if (given.events is None) == (given.kafka is None) or (given.kafka is None) != (given.topics is None):
        options.error("name --events, or --kafka with --topics")

    spark = SparkSession.builder.appName("addendum load").getOrCreate()
    spark.conf.set("spark.sql.session.timeZone", "UTC")
    spark.conf.set("spark.sql.caseSensitive", "true")
    # A name that no column has.
    spark.conf.set("spark.sql.columnNameOfCorruptRecord", "corrupt record")
    with open(given.model, encoding="utf-8") as file:
        model = Model(json.load(file))
    lake = Files(spark, given.lake)
    loaded = earlier_runs(lake)
    if given.events is not None:
        lines = read_files(spark, given.events, model, given.now, loaded)
    else:
        offsets = new_offsets(spark, given.kafka, given.topics.split(","), loaded)
        lines = read_topics(spark, given.kafka, offsets, model, given.now)
    # Judged once, however often it is asked for.
    lines.write.parquet(lake.at("_staging/judged").toString())
    lines = spark.read.schema(JUDGED).parquet(lake.at("_staging/judged").toString())

    counted = lines.groupBy("kind", "table", "of").count().collect()
    counts = Counter()
    for row in counted:
        counts[row.kind] += row["count"]
    tables = {row.table: row.of for row in counted if row.table is not None}
    if given.events is not None:
        marked = lines.where(F.col("kind").isin("source", "unreadable")).orderBy("source").collect()
        sources = {row.id: (row.offset, row.line) for row in marked if row.kind == "source"}
        unreadable = [{"path": row.file, "reason": row.rejection} for row in marked if row.kind == "unreadable"]
    else:
        sources = {partition_identity(*partition): (end, begin) for partition, (begin, end) in offsets.items()}
        unreadable = []

    fresh = fresh_lines(spark, lake, lines, tables, model).persist()
    loaded_rows, refused = {}, 0
    for row in fresh.groupBy("kind", "table").count().collect():
        if row.kind == "event":
            loaded_rows[row.table] = row["count"]
        else:
            refused += row["count"]
    for table in loaded_rows:
        own = fresh.where((F.col("table") == table) & (F.col("kind") == "event"))
        write_table(own, model.majors[tuple(json.loads(tables[table]))], lake.at(f"_staging/tables/{table}").toString())
    rejected = counts["rejected"] + refused
    if rejected > 0:
        lists = lines.where("kind = 'rejected'").unionByName(fresh.where("kind = 'refused'"))
        lists.select("rejection").coalesce(1).write.text(lake.at("_staging/rejected").toString())

    run = hashlib.sha256(json.dumps(sorted(sources.items())).encode()).hexdigest()[:20]
    for number, part in enumerate(sorted(lake.names("_staging/tables"))):
        if part.endswith(".parquet"):
            directory = part.removeprefix("_staging/tables/").rpartition("/")[0]
            lake.move(part, f"{directory}/{run}-{number}.parquet")
    for part in lake.names("_staging/rejected"):
        if part.endswith(".txt"):
            lake.remove(f"_rejected/{run}.ndjson")
            lake.move(part, f"_rejected/{run}.ndjson")
    if sources:
        lake.write(f"_loaded/{run}.json", json.dumps({"sources": sources}))
    report = {
        "events": sum(count for kind, count in counts.items() if kind not in ("source", "unreadable")),
        "loaded": sum(loaded_rows.values()),
        "canaries": counts["canary"],
        "duplicates": counts["event"] + counts["refused"] - sum(loaded_rows.values()) - refused,
        "rejected": rejected,
        "late": counts["late"],
        "tables": dict(sorted(loaded_rows.items())),
        "unreadable": unreadable,
    }
    lake.remove("_staging")
    print(json.dumps(report))
    spark.stop()


if __name__ == "__main__":
    main()
