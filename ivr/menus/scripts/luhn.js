function luhn(digits) {
  var sum = 0;
  for (var place = 0; place < digits.length; place++) {
    var digit = Number(digits[digits.length - 1 - place]) * (place % 2 ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum % 10 === 0;
}
