// Narrows the list of capabilities to those whose name or description holds the words, opens their groups, and counts
// what is chosen in each.
(function () {
  "use strict";

  function begin(list) {
    var find = list.querySelector(".choose-find");
    var field = find.querySelector("input");
    var found = find.querySelector("[role=status]");
    var options = Array.prototype.slice.call(list.querySelectorAll(".choose-option"));
    var groups = Array.prototype.slice.call(list.querySelectorAll("details"));
    var areas = Array.prototype.slice.call(list.querySelectorAll("fieldset"));
    var open = [];

    function matches(option, words) {
      var text = option.textContent.toLocaleLowerCase("sv");
      return words.every(function (word) { return text.indexOf(word) !== -1; });
    }

    function say(count) {
      found.textContent = count ? found.dataset.some + " " + count : found.dataset.none;
    }

    function narrow() {
      var words = field.value.trim().toLocaleLowerCase("sv").split(/\s+/).filter(Boolean);
      if (words.length && !open.length) {
        open = groups.map(function (group) { return group.open; });
      }
      options.forEach(function (option) { option.hidden = words.length > 0 && !matches(option, words); });
      groups.concat(areas).forEach(function (part) {
        part.hidden = !part.querySelector(".choose-option:not([hidden])");
      });
      groups.forEach(function (group, number) {
        group.open = words.length ? !group.hidden : open.length ? open[number] : group.open;
      });
      if (words.length) {
        say(options.filter(function (option) { return !option.hidden; }).length);
      } else {
        found.textContent = "";
        open = [];
      }
    }

    function count(group) {
      var chosen = group.querySelectorAll("input:checked").length;
      group.querySelector("summary b").hidden = chosen === 0;
      group.querySelector("summary span").textContent = chosen;
    }

    // The search field changes too, and stands in no group.
    groups.forEach(function (group) { group.addEventListener("change", function () { count(group); }); });
    field.addEventListener("input", narrow);
    // Return in a search field would save the whole page.
    field.addEventListener("keydown", function (event) { if (event.key === "Enter") { event.preventDefault(); } });
    find.hidden = false;
  }

  function beginAll() {
    document.querySelectorAll("[data-choose-capabilities]").forEach(begin);
  }

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", beginAll);
  } else {
    beginAll();
  }
})();
