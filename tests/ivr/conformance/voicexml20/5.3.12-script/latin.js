var letter = "é";
