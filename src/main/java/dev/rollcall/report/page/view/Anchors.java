package dev.rollcall.report.page.view;

import dev.rollcall.model.fault.FaultKind;
import dev.rollcall.model.rule.Owner;
import dev.rollcall.report.cause.CauseText;
import java.util.Locale;

/** The names of places in the page: the same in every page, so that links to them last. */
final class Anchors {
  private final String prefix;

  private Anchors(String prefix) {
    this.prefix = prefix;
  }

  /** Those of one run among several: the page of one run has the short names. */
  static Anchors of(int index, int runs) {
    return new Anchors(runs == 1 ? "" : "run" + (index + 1) + "-");
  }

  /** {@code rule-sql.tds}. */
  String rule(String id) {
    return prefix + "rule-" + plain(id);
  }

  /** {@code rules}, {@code run2-rules}. */
  String place(String word) {
    return prefix + word;
  }

  /** {@code team-firewall}. */
  String team(Owner owner) {
    return prefix + "team-" + word(owner);
  }

  /** {@code request-firewall}. */
  static String request(Owner owner) {
    return "request-" + word(owner);
  }

  /** {@code cause-dropped}. */
  static String cause(FaultKind kind) {
    return "cause-" + CauseText.word(kind);
  }

  private static String word(Owner owner) {
    return owner.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What may stand in an id of HTML, in a link and in a selector. */
  private static String plain(String text) {
    String plain = text.replaceAll("[^A-Za-z0-9._-]", "_");
    return plain.equals(text) && text.length() <= 100
        ? text
        : plain.substring(0, Math.min(60, plain.length()))
            + "-"
            + Integer.toHexString(text.hashCode());
  }
}
