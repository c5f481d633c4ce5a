"""Makes Japanese dialogues in which mail addresses, accounts and births are told in parts and shapes."""

from random import Random

from speech.transcript import Language
from tests.privacy.generating import marked
from tests.privacy.scoring import Dialogue

_LETTERS = dict(
    zip(
        "aehikmnorstuy",
        [
            "エー",
            "イー",
            "エイチ",
            "アイ",
            "ケー",
            "エム",
            "エヌ",
            "オー",
            "アール",
            "エス",
            "ティー",
            "ユー",
            "ワイ",
        ],
        strict=True,
    )
)
_DIGITS = ["ゼロ", "イチ", "ニ", "サン", "ヨン", "ゴ", "ロク", "ナナ", "ハチ", "キュウ"]
_KANJI = "〇一二三四五六七八九"
_NAMES = {"tanaka": "タナカ", "sora": "空", "maru": "まる", "neko": "ネコ", "mori": "森"}
_MAIL_ASKS = ["メールアドレスをお願いします", "ご登録のメールは", "メールアトレスよろしいですか", "アドレスの方お伺いします"]  # fmt: skip
_AT = ["アットマーク", "アット", "@", "あっとまーく", "後マーク"]
_HOSTS = ["gmail", "ジーメール", "example", "イグザンプル", "ヤフー", "ドコモ"]
_ENDS = ["ドットコム", ".com", "ドット シーオー ドット ジェーピー", "どっとじぇーぴー", ".jp"]
_BANK_ASKS = ["お振込先の口座をお願いします", "口座番号をお願いします", "引き落とし先を伺います", "こうざ番号よろしいですか", "支店番号と口座番号をどうぞ", "お受け取りの銀行は"]  # fmt: skip
_BIRTH_ASKS = ["生年月日をお願いします", "お誕生日を伺えますか", "お生まれはいつでしょう", "生年学期をお願いします", "お生まれの年から順に"]  # fmt: skip
_YES = ["はい", "ええ", "はいどうぞ"]


def answered(count: int, *, seed: int) -> list[Dialogue]:
    """`count` dialogues, a third of each sort; the same for the same seed."""
    random = Random(seed)
    sorts = (_mail, _bank, _birth)
    return [_one(sorts[n % 3](random), n, random) for n in range(count)]


def _one(told: tuple[str, str, list[str]], number: int, random: Random) -> Dialogue:
    """A question and its answer, at once or part by part with a yes between."""
    kind, ask, parts = told
    turns = ["o" + ask]
    for place, part in enumerate(parts):
        if place:
            turns.append("o" + random.choice(_YES))
        lead = random.choice(["", "えっと", "はい、"]) if not place else ""
        tail = random.choice(["", "です"]) if part is parts[-1] else ""
        turns.append(f"c{lead}{part}{tail}")
    return marked(f"ja-{kind}-{number}", Language.JA, turns)


def _mail(random: Random) -> tuple[str, str, list[str]]:
    name = random.choice(list(_NAMES))
    said = random.choice([name, " ".join(name), "、".join(_LETTERS[c] for c in name), _NAMES[name]])
    digits = "".join(random.choice("0123456789") for _ in range(random.choice([0, 2, 4])))
    joint = random.choice(["", "アンダーバー", "ハイフン", "_"]) if digits else ""
    host = random.choice(_AT) + random.choice(_HOSTS) + random.choice(_ENDS)
    pieces = [piece for piece in (said, joint + digits, host) if piece]
    parts = pieces if random.random() < 0.5 else ["".join(pieces)]
    return "mail", random.choice(_MAIL_ASKS), [f"[[EMAIL|{part}]]" for part in parts]


def _bank(random: Random) -> tuple[str, str, list[str]]:
    branch, account = _number(random, 3), [_number(random, 3), _number(random, 4)]
    name = random.choice(["支店番号が", "店番", "支店が"])
    sort = random.choice(["普通の", "普通で", "口座番号が", "当座の"])
    first = f"みなと銀行、{name}[[BANK|{branch}]]"
    if random.random() < 0.5:
        return "bank", random.choice(_BANK_ASKS), [f"{first}、{sort}[[BANK|{_number(random, 7)}]]"]
    rest = [f"{sort}[[BANK|{account[0]}]]", f"[[BANK|{account[1]}]]"]
    return "bank", random.choice(_BANK_ASKS), [first, *rest]


def _birth(random: Random) -> tuple[str, str, list[str]]:
    year, month, day = random.randrange(30, 64), random.randrange(1, 13), random.randrange(1, 29)
    said = random.choice([f"昭和{year}年", f"昭和の{year}年", f"{1925 + year}年", f"Sの{year}"])
    if random.random() < 0.5:
        whole = f"{said}の{month}月{day}日"
        return "birth", random.choice(_BIRTH_ASKS), [f"[[DOB|{whole}]]"]
    parts = [said, f"{month}月", f"{day}日"]
    return "birth", random.choice(_BIRTH_ASKS), [f"[[DOB|{part}]]" for part in parts]


def _number(random: Random, size: int) -> str:
    digits = [random.randrange(10) for _ in range(size)]
    return random.choice(
        [
            "".join(map(str, digits)),
            " ".join(map(str, digits)),
            "".join(_KANJI[digit] for digit in digits),
            "".join(_DIGITS[digit] for digit in digits),
        ]
    )
