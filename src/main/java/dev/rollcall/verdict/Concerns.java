package dev.rollcall.verdict;

import dev.rollcall.model.attempt.Concern;
import dev.rollcall.model.rule.Owner;
import dev.rollcall.model.rule.Rule;
import dev.rollcall.verdict.advice.Owners;
import dev.rollcall.verdict.advice.PathText;
import dev.rollcall.verdict.advice.Problem;
import java.util.Optional;

/** Owner and advice for a concern. */
final class Concerns {
  private Concerns() {}

  static Problem problem(Rule rule, Concern concern) {
    Concern.Kind kind = concern.kind();
    return new Problem(
        concern.text(),
        owner(rule, kind),
        advice(rule, concern),
        Optional.empty(),
        kind == Concern.Kind.STAND_IN || kind == Concern.Kind.STAND_IN_UNPROVEN);
  }

  private static Owner owner(Rule rule, Concern.Kind kind) {
    return switch (kind) {
      case NOT_IDENTIFIED, UNPROVEN, CERTIFICATE, CERTIFICATE_EXPIRING, SERVER_CONFIGURATION ->
          rule.judging().external() ? Owner.VENDOR : Owners.keeper(rule);
      case CLOCK -> Owner.THIS_HOST;
      case SITE_VALUE -> Owner.SITE_FILE;
      case ACCOUNT -> Owner.ACCOUNTS;
      case NAMES -> Owner.DNS;
      case LOSS -> Owner.FIREWALL;
      case OWN_LOSS -> Owner.THIS_HOST;
      case STAND_IN, STAND_IN_UNPROVEN -> Owners.keeper(rule);
    };
  }

  private static String advice(Rule rule, Concern concern) {
    Concern.Kind kind = concern.kind();
    String to = rule.destination();
    String port = PathText.traffic(rule.port());
    return switch (kind) {
      case NOT_IDENTIFIED ->
          "Ask the "
              + owner(rule, kind).title()
              + " whether it is normal that "
              + to
              + " answers on "
              + port
              + " this way, or whether something answers instead of it.";
      case UNPROVEN ->
          "Ask the "
              + owner(rule, kind).title()
              + " whether the log of "
              + to
              + " shows the connection on "
              + port
              + ": a firewall can accept connections instead of the server.";
      case CERTIFICATE ->
          "It works, but a client that verifies certificates will refuse it: ask the "
              + (rule.judging().keeper().isPresent() ? owner(rule, kind).title() : "owner of " + to)
              + " for a certificate of a trusted CA without this fault. Only if no trusted root"
              + " leads to it and its CA is the site's own, list the CA under trust."
              + (rule.judging().external() ? "public" : "internal")
              + " in the site file.";
      case CERTIFICATE_EXPIRING ->
          "Ask the " + owner(rule, kind).title() + " to renew the certificate of " + to + ".";
      case CLOCK ->
          "Compare this host's clock and that of "
              + to
              + " with a third one, and correct the one that is off.";
      case SERVER_CONFIGURATION ->
          "Ask the "
              + owner(rule, kind).title()
              + " to review this setting of "
              + to
              + ", "
              + port
              + ".";
      case SITE_VALUE -> "Compare the site file with what " + to + " says, and correct it.";
      case ACCOUNT ->
          "Ask the "
              + owner(rule, kind).title()
              + " to fix this before the login to "
              + to
              + " fails: "
              + concern.text()
              + ".";
      case NAMES ->
          "Ask the "
              + owner(rule, kind).title()
              + " to correct this: it affects every lookup of the name from this host. If packets"
              + " to the name servers are lost, ask the network team.";
      case LOSS ->
          "Ask the firewall team, and the network team, about lost packets on the path to "
              + to
              + ", "
              + port
              + ".";
      case OWN_LOSS ->
          "Look at this host's own filter and its load: packets that it sends to its own address ("
              + to
              + ", "
              + port
              + ") are lost, although they do not leave the host.";
      case STAND_IN -> "Repeat the check when the real server is installed.";
      case STAND_IN_UNPROVEN ->
          "Start the stand-in with the same --key-file, and repeat the check when the real server"
              + " is installed.";
    };
  }
}
