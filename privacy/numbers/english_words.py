"""English words that make up spoken numbers: digits, ordinals, months, letters, units and joints."""

from privacy.numbers.tokens import Unit

ONES = {
    "zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6",
    "seven": "7", "eight": "8", "nine": "9", "niner": "9", "nought": "0", "naught": "0", "fife": "5",
}  # fmt: skip
TEENS = {
    "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14", "fifteen": "15",
    "sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19",
}  # fmt: skip
TENS = {
    "twenty": "2", "thirty": "3", "forty": "4", "fourty": "4", "fifty": "5", "sixty": "6",
    "seventy": "7", "eighty": "8", "ninety": "9",
}  # fmt: skip
ORDINALS = {
    "first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "sixth": "6", "seventh": "7",
    "eighth": "8", "ninth": "9", "tenth": "10", "eleventh": "11", "twelfth": "12", "thirteenth": "13",
    "fourteenth": "14", "fifteenth": "15", "sixteenth": "16", "seventeenth": "17", "eighteenth": "18",
    "nineteenth": "19", "twentieth": "20", "thirtieth": "30",
}  # fmt: skip
# Heard for digits; numbers only beside other numbers.
HOMOPHONES = {
    "oh": "0",
    "o": "0",
    "won": "1",
    "to": "2",
    "too": "2",
    "tree": "3",
    "for": "4",
    "ate": "8",
}
TIMES = {"double": 2, "triple": 3, "treble": 3}
MONTHS = {
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sept", "sep", "oct",
    "nov", "dec",
}  # fmt: skip
UNSURE_MONTHS = {"march", "may", "mar", "jan", "dec", "sep"}
NATO = {
    "alpha", "alfa", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india", "juliet",
    "juliett", "kilo", "lima", "mike", "november", "oscar", "papa", "quebec", "romeo", "sierra", "tango",
    "uniform", "victor", "whiskey", "whisky", "xray", "x-ray", "yankee", "zulu",
}  # fmt: skip
SEPARATORS = {"dash", "hyphen", "slash", "space", "minus", "point", "dot", "stroke", "of"}
# Words before a number by which it is an amount.
ABOUT = ("about", "around", "roughly", "approximately", "approx", "almost", "nearly", "least")
# "That one" counts nothing, unless digits stand beside it.
POINTING = {"the", "that", "this", "which", "another", "either", "every", "any", "no", "each", "new", "old",
    "other", "first", "last", "next", "right", "wrong", "same", "best", "a", "an", "some", "only", "reversed"}  # fmt: skip
ONE_OF = {
    "of",
    "moment",
    "second",
    "sec",
    "minute",
    "more",
    "another",
    "thing",
    "day",
    "time",
    "last",
    "that",
    "is",
    "was",
}
# Forms of verbs that end as plurals do.
NOT_COUNTED = {
    "is", "was", "its", "this", "thats", "thanks", "yes", "us", "has", "does", "says", "ends", "expires", "needs",
    "wants", "works", "goes", "comes", "starts", "means", "looks", "seems", "gets", "makes", "plus", "minus", "always",
    "as", "address", "reads", "sounds", "whats", "wheres", "whos", "hows", "lets", "hers", "his", "yours", "ours",
    "theirs", "stops", "gives", "takes", "sorry's", "access", "business", "press", "process", "miss", "yes's",
    "perhaps", "besides", "sometimes", "shes", "hes", "theres", "heres", "sales", "series", "pass", "less", "across",
    "class", "boss", "bus", "gas", "gps", "sms", "dress", "guess", "express", "unless", "previous", "various",
    "serious", "obvious", "status", "bonus", "campus", "virus", "focus", "news", "canvas", "glass", "loss", "mess",
    "stress", "success", "witness", "wireless", "illness", "kindness", "fitness", "darkness", "towards", "afterwards",
}  # fmt: skip
FILLERS = {"um", "uh", "er", "erm", "uhm", "okay", "ok", "then", "and", "hmm", "like", "the"}
UNIT_OF = {
    word: unit
    for unit, words in (
        (Unit.PRICE, "dollar dollars buck bucks cent cents pounds quid euro euros usd grand"),
        (Unit.PERCENT, "% percent percentage"),
        (Unit.TIME, "am pm a.m p.m o'clock oclock hour hours minute minutes mins sec secs seconds"),
        (Unit.COUNT, "day days night nights week weeks month months year years business working"),
        (Unit.COUNT, "people persons items item units pieces piece boxes box pairs pair times packs"),
        (Unit.COUNT, "gigs gig gigabytes gigabyte gb megabits mb megs meg mbps miles mile feet inch"),
        (Unit.COUNT, "inches kilometers grams kilos ounces degrees points stars bags bottles cups"),
        (Unit.COUNT, "tickets guests seats copies orders lines devices phones users rooms bedrooms"),
        (Unit.COUNT, "milligram milligrams mg tablet tablets ounce pound quart minutes' years' percent-off"),
        (Unit.COUNT, "kg km cm mm lbs lb oz ml kilo kilos watt squares tiles pages ppm psi mph rpm hp"),
        (Unit.COUNT, "kids children calls channels thousand million billion kilowatt kilowatts kwh watts volts"),
        (Unit.FLOOR, "floor floors"),
        (Unit.LENGTH, "zeros zeroes ones twos threes fours fives sixes sevens eights nines digit digits characters numbers letters"),
    )
    for word in words.split()
}  # fmt: skip
LEADS = {
    "option": Unit.ORDER, "press": Unit.ORDER, "step": Unit.ORDER, "gate": Unit.ORDER,
    "version": Unit.ORDER, "between": Unit.COUNT, **dict.fromkeys(ABOUT, Unit.COUNT), "floor": Unit.FLOOR, "page": Unit.ORDER, "level": Unit.ORDER, "line": Unit.ORDER,
    "$": Unit.PRICE, "£": Unit.PRICE, "€": Unit.PRICE,
}  # fmt: skip
