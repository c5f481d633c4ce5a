// Keeps the scopes of a call and evaluates in them. One closure, so that no script sees or changes it.
(function () {
  var stringify = JSON.stringify, parse = JSON.parse, define = Object.defineProperty;
  var own = Object.prototype.hasOwnProperty, text = String, is = Array.isArray;
  var S = [], runners = {}, Make = Function;
  function scopes(chain) {
    return chain === '' ? [] : chain.split(',').map(function (n) { return S[+n]; });
  }
  function runner(n, inner) {
    var key = n + inner;
    if (!runners[key]) {
      var names = [], head = '';
      for (var i = 0; i < n; i++) names.push('$$' + i);
      var body = 'return eval($$code)';
      var opened = names.slice(0, n - 1).map(function (x) { return 'with(' + x + ')'; }).join('');
      var last = n ? 'with(' + names[n - 1] + ')' : '';
      head = opened + '{return (function () {' + last + '{' + body + '}}).call(undefined)}';
      runners[key] = Make.apply(null, names.concat(['$$code', head]));
    }
    return runners[key];
  }
  function run(chain, code) {
    var found = scopes(chain);
    return runner(found.length, '').apply(undefined, found.concat([code]));
  }
  function packed(value) {
    if (value === undefined) return 'u';
    if (typeof value === 'number' && !isFinite(value)) return 'n' + value;
    if (typeof value === 'function') return 'j' + stringify('' + text(value));
    if (typeof value === 'bigint') return 'j' + stringify('' + text(value));
    var json = stringify(value);
    return json === undefined ? 'u' : 'j' + json;
  }
  return {
    scope: function () { S.push({}); return S.length - 1; },
    drop: function (n) { S[n] = null; },
    alias: function (n, name, of) { define(S[n], name, {value: S[of], writable: true, configurable: true, enumerable: false}); },
    set: function (n, name, json) { S[n][name] = json === undefined ? undefined : parse(json); },
    unset: function (n, name) { S[n][name] = undefined; },
    move: function (n, name, chain, code) { S[n][name] = run(chain, code); },
    freeze: function (n) {
      (function deep(o) {
        Object.freeze(o);
        Object.getOwnPropertyNames(o).forEach(function (k) {
          if (o[k] && typeof o[k] === 'object' && !Object.isFrozen(o[k])) deep(o[k]);
        });
      })(S[n]);
    },
    has: function (n, name) { return own.call(S[n], name); },
    defined: function (n, name) { return own.call(S[n], name) && S[n][name] !== undefined; },
    value: function (chain, code) { return packed(run(chain, '(' + code + '\n)')); },
    text: function (chain, code) { return stringify('' + text(run(chain, '(' + code + '\n)'))); },
    truth: function (chain, code) { return !!run(chain, '(' + code + '\n)'); },
    script: function (chain, code) { run(chain, code); },
    tree: function (n, name, json, make) { S[n][name] = make(parse(json)); },
    member: function (n, name) { return packed(S[n][name]); },
    items: function (chain, code) {
      var v = run(chain, '(' + code + '\n)');
      return is(v) && typeof v.length === 'number' ? v.length : -1;
    },
    pick: function (n, name, chain, code, index) { S[n][name] = run(chain, '(' + code + '\n)')[index]; }
  };
})()
