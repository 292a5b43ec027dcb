package dev.rollcall.cli;

import java.util.Arrays;
import java.util.Optional;

/** The faults that the demonstration plants, each at one rule. */
enum Planted {
  DROPPED("sql.tds", "a firewall drops the connection requests"),
  WRONG_NAME("registration", "the certificate was issued for another name"),
  EXPIRED("icons.cdn", "the certificate has expired"),
  RETIRED("repo.centos-mirrorlist", "the destination was retired, and its name is gone"),
  SLOW("libraries.google", "the server takes its time");

  private final String rule;
  private final String what;

  Planted(String rule, String what) {
    this.rule = rule;
    this.what = what;
  }

  /** The rule's id. */
  String rule() {
    return rule;
  }

  /** What is wrong there, for the audience. */
  String what() {
    return what;
  }

  static Optional<Planted> at(String rule) {
    return Arrays.stream(values()).filter(each -> each.rule.equals(rule)).findFirst();
  }
}
