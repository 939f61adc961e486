"""Whether an age public key is whole: a slip of one letter is found at start, and not by the first report.

Only the checksum, so that no process loads the sealing before it seals. The format is Bech32:
https://github.com/bitcoin/bips/blob/master/bip-0173.mediawiki, https://age-encryption.org/v1.
"""

PREFIX = "age1"
LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"  # Bech32 writes five bits as one of these
LENGTH = 58  # letters after the prefix: 32 bytes, and a checksum of six letters
GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def is_recipient(key: str) -> bool:
    letters = key.removeprefix(PREFIX)
    if not key.startswith(PREFIX) or len(letters) != LENGTH or not set(letters) <= set(LETTERS):
        return False
    name = [ord(char) for char in "age"]
    spread = [*(code >> 5 for code in name), 0, *(code & 31 for code in name)]
    return _checksum([*spread, *map(LETTERS.index, letters)]) == 1


def _checksum(values: list[int]) -> int:
    check = 1
    for value in values:
        top, check = check >> 25, (check & 0x1FFFFFF) << 5 ^ value
        for place, part in enumerate(GENERATOR):
            check ^= part if top >> place & 1 else 0
    return check
