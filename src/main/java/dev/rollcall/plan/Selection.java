package dev.rollcall.plan;

import dev.rollcall.catalogue.template.Catalogue;
import dev.rollcall.catalogue.template.Condition;
import dev.rollcall.catalogue.template.RuleTemplate;
import dev.rollcall.catalogue.template.Values;
import dev.rollcall.catalogue.yaml.SpellingHint;
import dev.rollcall.model.rule.Expectation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The rules that stand-ins answer for.
 *
 * <p>A word is {@code inbound} (what must reach the product's own servers), a rule's id, the first
 * part of one ({@code sql}), the name of a protocol, or a pattern of ids with {@code *} and {@code
 * ?}. A rule that expects a blocked path is never selected.
 *
 * @param rules in the order of the catalogue
 * @param remarks which rules were left out, and why
 */
record Selection(List<RuleTemplate> rules, List<String> remarks) {
  private static final String INBOUND = "inbound";
  private static final String SELF = "self";
  private static final String ALL = "";

  Selection {
    rules = List.copyOf(rules);
    remarks = List.copyOf(remarks);
  }

  static Selection of(Catalogue catalogue, Values values, List<String> words)
      throws SelectionException {
    Map<String, RuleTemplate> chosen = new LinkedHashMap<>();
    List<String> remarks = new ArrayList<>();
    for (String word : words) {
      for (RuleTemplate rule : new Word(catalogue, values, word).rules(remarks)) {
        chosen.put(rule.id(), rule);
      }
    }
    if (chosen.isEmpty()) {
      throw new SelectionException(
          "no rule is left to answer for"
              + (remarks.isEmpty() ? "" : ": " + String.join("; ", remarks)));
    }
    return new Selection(
        catalogue.rules().stream().filter(rule -> chosen.containsKey(rule.id())).toList(),
        remarks.stream().distinct().toList());
  }

  private record Word(Catalogue catalogue, Values values, String word) {

    List<RuleTemplate> rules(List<String> remarks) throws SelectionException {
      Optional<RuleTemplate> named = catalogue.rule(word);
      if (named.isPresent() && !word.equals(INBOUND)) {
        RuleTemplate rule = named.get();
        if (blocked(rule)) {
          throw new SelectionException(
              rule.id() + " expects a blocked path; it cannot be a stand-in");
        }
        Optional<String> missing = missing(rule);
        if (missing.isPresent()) {
          throw new SelectionException(
              rule.id()
                  + " cannot be answered for: "
                  + missing.get()
                  + ", and pass it with --site");
        }
        return List.of(rule);
      }
      List<RuleTemplate> meant = catalogue.rules().stream().filter(meaning()).toList();
      if (meant.isEmpty()) {
        throw unknown();
      }
      List<RuleTemplate> left = new ArrayList<>();
      List<String> fell = new ArrayList<>();
      for (RuleTemplate rule : meant) {
        if (!blocked(rule)) {
          Optional<String> reason = notApplicable(rule).or(() -> missing(rule));
          reason.ifPresent(why -> fell.add(rule.id() + " is not answered for: " + why));
          if (reason.isEmpty()) {
            left.add(rule);
          }
        }
      }
      if (left.isEmpty()) {
        throw new SelectionException(
            "'"
                + word
                + "' selects no rule to answer for: "
                + (fell.isEmpty() ? "its rules expect blocked paths" : String.join("; ", fell)));
      }
      remarks.addAll(fell);
      return left;
    }

    private Predicate<RuleTemplate> meaning() {
      if (word.equals(INBOUND)) {
        return rule -> toOwnServers(rule) || first(rule.id()).equals(INBOUND);
      }
      if (word.indexOf('*') >= 0 || word.indexOf('?') >= 0) {
        Predicate<String> glob = Glob.of(word);
        return rule -> glob.test(rule.id());
      }
      return rule ->
          rule.probing().ask().protocol().name().equals(word) || first(rule.id()).equals(word);
    }

    /** Whether its destination is this server or all servers, and not only the others. */
    private boolean toOwnServers(RuleTemplate rule) {
      return rule.probing().to().stream()
          .flatMap(place -> place.host().whole().stream())
          .filter(values::isServers)
          .map(name -> name.substring(values.valueOf(name).length()).replace(".", ""))
          .anyMatch(part -> part.equals(ALL) || part.equals(SELF));
    }

    private static boolean blocked(RuleTemplate rule) {
      return rule.judging().expectation() instanceof Expectation.Blocked;
    }

    private Optional<String> notApplicable(RuleTemplate rule) {
      return rule.excluded(values)
          .map(condition -> condition.value() + " is set")
          .or(() -> rule.unmet(values).map(Condition::failure));
    }

    private Optional<String> missing(RuleTemplate rule) {
      List<String> missing =
          rule.missing(values, rule.from()).stream().map(values::fillIn).distinct().toList();
      return missing.isEmpty()
          ? Optional.empty()
          : Optional.of("fill in " + String.join(", ", missing) + " in the site file");
    }

    private SelectionException unknown() {
      Set<String> words = new TreeSet<>();
      words.add(INBOUND);
      Set<String> ids = new TreeSet<>(words);
      for (RuleTemplate rule : catalogue.rules()) {
        words.add(rule.probing().ask().protocol().name());
        words.add(first(rule.id()));
        ids.add(rule.id());
      }
      ids.addAll(words);
      return new SelectionException(
          "nothing has the name '"
              + word
              + "'"
              + SpellingHint.hint(word, ids)
              + ": use a rule's id, a pattern of ids, or one of "
              + String.join(", ", words));
    }

    private static String first(String id) {
      return Stream.of(id.split("\\.", 2)).findFirst().orElse(id);
    }
  }
}
