"""Small lists of codes of the same shape as the official ones, and where those lie."""

from pathlib import Path

import pytest

OFFICIAL = Path(__file__).parents[2] / "shared" / "data"

CPV = """code,check,parent,en,fr,nl,de
72000000,5,,IT services,Services informatiques,IT-diensten,IT-Dienste
72200000,7,72000000,"Programming, consultancy","Programmation, conseils",Programmering,Software
72810000,1,72000000,Computer audit services,Services d'audit,Computerauditdiensten,Audits
48000000,8,,Software packages,Progiciels,Softwarepakketten,Softwarepakete
48820000,2,48000000,Servers,Serveurs,Servers,Server
"""

NUTS = """code,level,en,fr,nl,de
BE,0,Belgium,Belgique,België,Belgien
BE2,1,Flemish Region,Région flamande,Vlaams Gewest,Flämische Region
BE21,2,Prov. Antwerp,Prov. d'Anvers,Prov. Antwerpen,Prov. Antwerpen
"""


def official(name: str) -> Path:
    """An official list, where it lies beside this checkout."""
    path = OFFICIAL / name
    if not path.exists():
        pytest.skip("the official lists of codes are not beside this checkout")
    return path


def written(folder: Path, text: str | bytes, name: str = "list.csv") -> Path:
    """A file with this text."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path
