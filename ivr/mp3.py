"""How long an MP3 lasts: its frames are counted. Source: ISO/IEC 11172-3 and 13818-3, layer III."""

LAYER_3 = 0b01
MPEG_1 = 0b11
# By the two bits of the version: MPEG-1, MPEG-2, MPEG-2.5.
HERTZ = {MPEG_1: (44_100, 48_000, 32_000), 0b10: (22_050, 24_000, 16_000), 0b00: (11_025, 12_000, 8_000)}
KBITS_1 = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
KBITS_2 = (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
FARTHEST = 4096  # bytes between the tag and the first frame; some programs leave a few


def seconds(sound: bytes) -> float | None:
    """None for what has no frame: it is no MP3."""
    start = _after_tag(sound)
    first = (place for place in range(start, min(len(sound), start + FARTHEST)) if _frame(sound, place))
    place, total = next(first, len(sound)), 0.0
    while frame := _frame(sound, place):
        length, lasts = frame
        place, total = place + length, total + lasts
    return total or None


def _after_tag(sound: bytes) -> int:
    """Where an ID3v2 tag ends; its size has seven bits a byte."""
    if not sound.startswith(b"ID3") or len(sound) < 10:
        return 0
    return 10 + sum(byte << 7 * (3 - place) for place, byte in enumerate(sound[6:10]))


def _frame(sound: bytes, place: int) -> tuple[int, float] | None:
    """The bytes and the seconds of the frame that begins here, if a whole one does."""
    header = int.from_bytes(sound[place : place + 4], "big")
    version, layer = header >> 19 & 0b11, header >> 17 & 0b11
    rate, speed = header >> 12 & 0b1111, header >> 10 & 0b11
    if header >> 21 != 0x7FF or layer != LAYER_3 or version not in HERTZ or rate in (0, 15) or speed == 3:
        return None
    hertz, kbits = HERTZ[version][speed], (KBITS_1 if version == MPEG_1 else KBITS_2)[rate - 1]
    samples = 1152 if version == MPEG_1 else 576
    length = samples // 8 * kbits * 1000 // hertz + (header >> 9 & 1)
    return (length, samples / hertz) if place + length <= len(sound) else None
