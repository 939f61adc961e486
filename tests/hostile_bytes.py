"""What goes into hostile bytes: parts of HTTP as no client should write them."""

ODD = (
    *(b"\xff\xfe", b"\x80", b"\xc3", b"\xf0\x9f\x92\xa9", b"\x7f", b"\t", b"\\"),
    *(b"%00", b"%", b"%zz", b"%ff%fe", b"..%2f.."),
)
FORBIDDEN = (b"\x00", b"\n", b"\r", b" ", b"\x01")
HOSTS = (
    *(None, b"", b"evil.example", b"a:b:c", b":", b"[::1", b"127.0.0.1:99999999", b"a b", b"/.."),
    *(b"\xff\xfe", b"\xe2\x80\xae", b"x" * 5000),
)
LENGTHS = (
    *(b"-1", b"+8", b"0x8", b"8, 8", b"8,9", b"eight", b"", b" ", b"1e3", b"0", b"3", b"8;", b"\xff"),
    *(b"9" * 30, b"00000000008"),
)
CODINGS = (
    *(b"chunked, chunked", b"gzip, chunked", b"chunked, gzip", b"xchunked", b"Chunked", b"identity"),
    *(b" chunked", b"\x0bchunked"),
)
SIZES = (b"zz", b"-1", b"", b"f" * 17, b"7;x=\xff", b"9", b"1", b"0")
NOISE = (
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",  # the beginning of TLS
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    *(b"", b"\r\n" * 50, b"\x00" * 99, b"GET\r\n\r\n", b"SSH-2.0-x\r\n"),
)
VERSIONS = (
    *(b"HTTP/1.0", b"HTTP/0.9", b"HTTP/1.2", b"HTTP/9.9", b"HTTP/2.0", b"http/1.1", b"HTTP/1.1 x"),
    *(b"", b"ICY", b"HTTP/1."),
)
METHODS = (
    *(b"GET", b"HEAD", b"PUT", b"OPTIONS", b"TRACE", b"CONNECT", b"post", b"P\xd6ST", b"", b"{}"),
    b"A" * 9000,
)
SIGNATURES = (b"", b"\xff" * 28, b"A" * 28, b"=" * 28, b"a\tb", b"\xc3\xb1", b"A" * 60_000)
TARGETS = (
    *(b"*", b"", b"?", b"//", b"evil.example:80", b"http://evil.example/voice", b"https://[::1/sms"),
    *(b"/" + b"a" * 70_000, b"/sms?" + b"a=%FF&" * 2_000),
)
HEADERS = (
    *(b"Expect: 100-continue", b"Expect: 200-ok", b"Connection: \xff", b": nothing", b"No colon"),
    *(b"Upgrade: websocket\r\nConnection: Upgrade", b" Folded: x\r\n more", b"Content-Encoding: gzip"),
    b"Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: x",
    *(b"Content-Type: \xff\xfe", b"X-Forwarded-For: \xff", b"Cookie: \x80=\x81", b"Range: bytes=0-"),
    *(b"X_Twilio_Signature: x", b"Trailer: X-Twilio-Signature", b"Sp ace: x"),
)
