function isOpen(now, days, holidays) {
  if (!now) return true;
  var date = now.slice(0, 10);
  var minute = 60 * Number(now.slice(11, 13)) + Number(now.slice(14, 16));
  var day = (new Date(date + 'T00:00:00Z').getUTCDay() + 6) % 7;
  return holidays.indexOf(date) < 0 && (days[day] || []).some(function (span) {
    return span[0] <= minute && minute < span[1];
  });
}
