package dev.rollcall.verdict;

import dev.rollcall.model.Fault;
import dev.rollcall.model.Owner;
import dev.rollcall.model.Rule;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts one fault's own words into a row of advice. What is put in is never looked at again: the
 * evidence may hold what a server sent.
 */
final class Wording {
  private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z]+)}");

  private final Rule rule;
  private final PathText way;
  private final String account;
  private final Fault fault;
  private final String ask;

  /**
   * @param account who logged in, if it was a login that failed
   */
  Wording(Rule rule, PathText way, Optional<String> account, Fault fault) {
    this.rule = rule;
    this.way = way;
    this.account = account.map(name -> "the account " + name).orElse("the account");
    this.fault = fault;
    this.ask = "sk the " + named(Owners.of(rule, fault, way.proxied()));
  }

  /**
   * The row with each {@code {place}} filled in.
   *
   * @throws IllegalArgumentException if there is no such place
   */
  String fill(String row) {
    return PLACE
        .matcher(row)
        .replaceAll(found -> Matcher.quoteReplacement(text(String.valueOf(found.group(1)))));
  }

  private String text(String place) {
    return switch (place) {
      case "Ask" -> "A" + ask;
      case "ask" -> "a" + ask;
      // Source, destinations, port: all that a firewall team needs.
      case "way" -> way.toString();
      case "from" -> way.from();
      case "to" -> way.to();
      case "port" -> way.traffic();
      case "host" -> way.host();
      case "protocol" -> way.protocol();
      case "account" -> account;
      case "evidence" -> fault.evidence().endsWith(".") ? fault.evidence() : fault.evidence() + ".";
      // Where, said once.
      case "there" -> ask.contains(way.to()) ? "there" : "at " + way.to();
      case "trust" -> rule.external() ? "trust.public" : "trust.internal";
      case "rule" -> rule.id();
      case "service" -> keeper().title();
      case "keeper" -> named(keeper());
      case "accounts" -> Owner.ACCOUNTS.title();
      case "vendor" -> Owner.VENDOR.title();
      default -> throw new IllegalArgumentException("no such place: " + place);
    };
  }

  /** Who runs the service itself. */
  private Owner keeper() {
    return rule.external() ? Owner.VENDOR : Owners.keeper(rule);
  }

  private String named(Owner owner) {
    return owner == Owner.SERVER ? "owner of " + way.to() : owner.title();
  }
}
