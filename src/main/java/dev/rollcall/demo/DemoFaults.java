package dev.rollcall.demo;

import java.util.Arrays;
import java.util.Optional;

/** The faults that the demonstration plants, each at one rule. */
public enum DemoFaults {
  DROPPED("sql.tds", "a firewall drops the connection requests"),
  WRONG_NAME("registration", "the certificate was issued for another name"),
  EXPIRED("icons.cdn", "the certificate has expired"),
  RETIRED("repo.centos-mirrorlist", "the destination was retired, and its name is gone"),
  SLOW("libraries.google", "the server is slow");

  private final String rule;
  private final String what;

  DemoFaults(String rule, String what) {
    this.rule = rule;
    this.what = what;
  }

  /** The rule's id. */
  public String rule() {
    return rule;
  }

  /** What is wrong there, for the reader. */
  public String what() {
    return what;
  }

  static Optional<DemoFaults> at(String rule) {
    return Arrays.stream(values()).filter(each -> each.rule.equals(rule)).findFirst();
  }
}
