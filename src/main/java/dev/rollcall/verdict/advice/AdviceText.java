package dev.rollcall.verdict.advice;

import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.rule.Owner;
import dev.rollcall.model.rule.Rule;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills the places of an advice text for one fault. Inserted text is not expanded again, as the
 * evidence may quote a server.
 */
final class AdviceText {
  private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z]+)}");

  private final Rule rule;
  private final PathText way;
  private final String account;
  private final Fault fault;
  private final String ask;
  private final String seen;

  /**
   * @param account of the login, if a login failed
   * @param owner whom to ask
   * @param seen where the packets end, or empty
   */
  AdviceText(
      Rule rule, PathText way, Optional<String> account, Fault fault, Owner owner, String seen) {
    this.rule = rule;
    this.way = way;
    this.account = account.map(name -> "the account " + name).orElse("the account");
    this.fault = fault;
    this.ask = "sk the " + named(owner);
    this.seen = seen;
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
      // Source, destinations, port: everything that a firewall team needs.
      case "way" -> way.toString();
      case "from" -> way.from();
      case "to" -> way.to();
      case "port" -> way.traffic();
      case "host" -> way.host();
      case "protocol" -> way.protocol();
      case "account" -> account;
      case "seen" -> seen;
      case "evidence" -> fault.evidence().endsWith(".") ? fault.evidence() : fault.evidence() + ".";
      // The place, without repetition.
      case "there" -> ask.contains(way.to()) ? "there" : "at " + way.to();
      case "trust" -> rule.judging().external() ? "trust.public" : "trust.internal";
      case "rule" -> rule.id();
      case "service" -> keeper().title();
      case "keeper" -> named(keeper());
      case "accounts" -> Owner.ACCOUNTS.title();
      case "vendor" -> Owner.VENDOR.title();
      default -> throw new IllegalArgumentException("no such place: " + place);
    };
  }

  /** The owner of the service itself. */
  private Owner keeper() {
    return rule.judging().external() ? Owner.VENDOR : Owners.keeper(rule);
  }

  private String named(Owner owner) {
    return owner == Owner.SERVER ? "owner of " + way.to() : owner.title();
  }
}
