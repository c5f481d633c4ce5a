var months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August',
              'September', 'October', 'November', 'December'];
// "20261203", with ? where it was not said.
function dateWords(value, language) {
  var year = value.slice(0, 4), month = value.slice(4, 6), day = value.slice(6, 8);
  function known(part) { return part && part.indexOf('?') < 0; }
  if (language === 'ja')
    return (known(year) ? year + '年' : '') + (known(month) ? Number(month) + '月' : '') +
           (known(day) ? Number(day) + '日' : '');
  return [known(month) ? months[Number(month) - 1] : '', known(day) ? Number(day) : '',
          known(year) ? year : ''].filter(String).join(' ');
}
// "0930a", "0930p", "1430h", "0930?".
function timeWords(value, language) {
  var hour = Number(value.slice(0, 2)), minute = Number(value.slice(2, 4)), half = value.slice(4);
  if (language === 'ja')
    return (half === 'a' ? '午前' : half === 'p' ? '午後' : '') + hour + '時' +
           (minute ? minute + '分' : '');
  return hour + ':' + value.slice(2, 4) + (half === 'a' ? ' a.m.' : half === 'p' ? ' p.m.' : '');
}
// "USD12.50", or without the currency.
function currencyWords(value, language) {
  var code = value.slice(0, 3), amount = value.replace(/^[A-Z]+/, '').replace(/\.00$/, '');
  var names = {ja: {JPY: '円', USD: 'ドル', EUR: 'ユーロ', GBP: 'ポンド'},
               en: {JPY: ' yen', USD: ' dollars', EUR: ' euros', GBP: ' pounds'}}[language];
  return amount + (names[code] || '');
}
