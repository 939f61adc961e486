"""Recordings for the tests: sound that nobody would want to hear, in frames that a player takes."""

from pathlib import Path

MPEG_1 = bytes.fromhex("fffb9000")  # 128 kbit/s, 44,100 Hz: 417 bytes, 1152 samples
FRAME = MPEG_1.ljust(417, b"\0")


def mp3(frames: int = 100, tag: bytes = b"") -> bytes:
    """100 frames last 2.61 s; `tag` is what stands in an ID3v2 tag before them."""
    size = bytes(len(tag) >> 7 * place & 0x7F for place in (3, 2, 1, 0))
    return (b"ID3\x04\x00\x00" + size + tag if tag else b"") + FRAME * frames


VOICE = mp3()


def record(campus: Path, name: str, language: str = "en", sound: bytes = VOICE) -> Path:
    """Put a recording beside the prompts of a campus."""
    file = campus / "prompts" / "audio" / language / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(sound)
    return file
