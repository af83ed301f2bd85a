"""A time-stamping authority of this machine: certificates of its own, and answers by OpenSSL."""

import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

SETTINGS = """\
[tsa]
default_tsa = local
[local]
serial = serial
signer_digest = sha256
default_policy = 1.2.3.4
digests = {digests}
ess_cert_id_alg = sha256
"""
DAY = timedelta(days=1)


class LocalAuthority:
    """Stamps what it is asked to. Whoever trusts it trusts `certificates`; its own one ends after so many days."""

    def __init__(self, folder: Path, *, days: int = 1, digests: str = "sha256") -> None:
        if shutil.which("openssl") is None:
            pytest.skip("no openssl to stamp with")
        folder.mkdir()
        self.folder, self.certificates = folder, folder / "root.pem"
        now = datetime.now(UTC)
        root, signing = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
        issuer = _name("Local root")
        of_root = _certificate(issuer, issuer, root, now - 9 * DAY, now + 9 * DAY)
        of_root = of_root.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        own = _certificate(issuer, _name("Local authority"), signing, now - 5 * DAY, now + days * DAY)
        own = own.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        self.certificates.write_bytes(of_root.sign(root, hashes.SHA256()).public_bytes(Encoding.PEM))
        (folder / "own.pem").write_bytes(own.sign(root, hashes.SHA256()).public_bytes(Encoding.PEM))
        key = signing.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (folder / "own.key").write_bytes(key)
        (folder / "settings").write_text(SETTINGS.format(digests=digests))
        (folder / "serial").write_text("01\n")

    def answer(self, request: bytes) -> bytes:
        """What it answers."""
        (self.folder / "request").write_bytes(request)
        words = ["ts", "-reply", "-config", "settings", "-queryfile", "request", "-out", "answer"]
        words += ["-signer", "own.pem", "-inkey", "own.key"]
        subprocess.run(["openssl", *words], cwd=self.folder, check=True, capture_output=True)  # noqa: S607 - on any path
        return (self.folder / "answer").read_bytes()


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _certificate(issuer, subject, key, since, until) -> x509.CertificateBuilder:
    named = x509.CertificateBuilder().issuer_name(issuer).subject_name(subject).public_key(key.public_key())
    return named.serial_number(x509.random_serial_number()).not_valid_before(since).not_valid_after(until)
