
(function () {
  'use strict';
  var root = document.documentElement;
  var all = function (selector) { return Array.prototype.slice.call(document.querySelectorAll(selector)); };
  all('.scripted').forEach(function (part) { part.hidden = false; });

  // Dark and light.
  var toggle = document.getElementById('theme');
  var stored = function (write) {
    try {
      if (write) { localStorage.setItem('rollcall-theme', write); }
      return localStorage.getItem('rollcall-theme');
    } catch (refused) {
      return null;
    }
  };
  var dark = function () {
    var chosen = root.getAttribute('data-theme');
    return chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  };
  var name = function () { toggle.textContent = dark() ? 'Light' : 'Dark'; };
  var before = stored();
  if (before === 'dark' || before === 'light') { root.setAttribute('data-theme', before); }
  name();
  toggle.addEventListener('click', function () {
    var next = dark() ? 'light' : 'dark';
    root.setAttribute('data-theme', next);
    stored(next);
    name();
  });

  // Copies what a button stands beside.
  var copied = function (text) {
    if (navigator.clipboard && window.isSecureContext) { return navigator.clipboard.writeText(text); }
    var area = document.createElement('textarea');
    area.value = text;
    document.body.appendChild(area);
    area.select();
    var done = document.execCommand('copy');
    area.remove();
    return done ? Promise.resolve() : Promise.reject(new Error('not copied'));
  };
  document.addEventListener('click', function (event) {
    var button = event.target.closest('button.copy');
    if (!button) { return; }
    var say = function (word) {
      button.textContent = word;
      setTimeout(function () { button.textContent = 'Copy'; }, 1500);
    };
    copied(button.getAttribute('data-copy')).then(function () { say('Copied'); }, function () { say('Not copied'); });
  });

  // The order of the rules in each table.
  var rules = all('details.rule');
  var inTable = function (a, b) { return a.place - b.place; };
  var byText = function (text) {
    return function (a, b) {
      var one = text(a);
      var other = text(b);
      // What has no such text stands last.
      return !one - !other || (one < other ? -1 : one > other ? 1 : inTable(a, b));
    };
  };
  var orders = {
    '': inTable,
    name: byText(function (rule) { return rule.querySelector('b').textContent; }),
    owner: byText(function (rule) { return rule.getAttribute('data-owner'); }),
    time: function (a, b) { return b.getAttribute('data-time') - a.getAttribute('data-time') || inTable(a, b); }
  };
  rules.forEach(function (rule, i) { rule.place = i; });
  var sort = function () {
    rules.slice().sort(orders[form.elements.sort.value]).forEach(function (rule) {
      rule.parentNode.appendChild(rule);
    });
  };

  // The filter.
  var form = document.getElementById('filter');
  var texts = rules.map(function (rule) { return rule.textContent.toLowerCase(); });
  var filter = function () {
    var statuses = all('#filter input[name=status]:checked').map(function (box) { return box.value; });
    var group = form.elements.group.value;
    var owner = form.elements.owner.value;
    var words = form.elements.text.value.toLowerCase().split(/\s+/);
    var shown = 0;
    rules.forEach(function (rule, i) {
      var fits = statuses.indexOf(rule.getAttribute('data-status')) >= 0 &&
        (!group || rule.getAttribute('data-group') === group) &&
        (!owner || rule.getAttribute('data-owner').split(', ').indexOf(owner) >= 0) &&
        words.every(function (word) { return texts[i].indexOf(word) >= 0; });
      rule.hidden = !fits;
      shown += fits ? 1 : 0;
    });
    all('section.table').forEach(function (table) {
      table.hidden = !table.querySelector('details.rule:not([hidden])');
    });
    document.getElementById('shown').textContent = shown === rules.length
      ? rules.length + ' rules' : shown + ' of ' + rules.length + ' rules';
  };
  form.elements.sort.addEventListener('change', sort);
  form.addEventListener('input', filter);
  form.addEventListener('submit', function (event) { event.preventDefault(); });
  form.addEventListener('reset', function () { setTimeout(function () { sort(); filter(); }); });
  // A browser may have kept what was chosen before.
  sort();
  filter();

  // A link to a rule or a cause opens it.
  var follow = function () {
    var target = location.hash && document.getElementById(location.hash.slice(1));
    var box = target && target.closest('details');
    if (!box) { return; }
    if (box.hidden) { form.reset(); sort(); filter(); }
    box.open = true;
    box.scrollIntoView();
  };
  addEventListener('hashchange', follow);
  follow();

  // On paper, what fails is shown in full.
  var opened = [];
  addEventListener('beforeprint', function () {
    opened = all('details.rule.fail, details.rule.inconclusive, .request details')
      .filter(function (box) { return !box.open; });
    opened.forEach(function (box) { box.open = true; });
  });
  addEventListener('afterprint', function () {
    opened.forEach(function (box) { box.open = false; });
  });
})();
