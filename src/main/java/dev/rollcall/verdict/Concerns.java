package dev.rollcall.verdict;

import dev.rollcall.model.Concern;
import dev.rollcall.model.Owner;
import dev.rollcall.model.Rule;

/** Whose job a concern is, and what to do about it. */
final class Concerns {
  private Concerns() {}

  static Owner owner(Rule rule, Concern.Kind kind) {
    return switch (kind) {
      case NOT_IDENTIFIED, UNPROVEN, CERTIFICATE, CERTIFICATE_EXPIRING, SERVER_CONFIGURATION ->
          rule.external() ? Owner.VENDOR : Owner.SERVER;
      case CLOCK -> Owner.THIS_HOST;
      case SITE_VALUE -> Owner.SITE_FILE;
      case LOSS -> Owner.FIREWALL;
      case STAND_IN -> Owner.SERVER;
    };
  }

  static String advice(Rule rule, Concern.Kind kind) {
    String to = rule.destination();
    String general =
        switch (kind) {
          case NOT_IDENTIFIED ->
              "Open the address in a browser on this network and see whether it is " + to + ".";
          case UNPROVEN -> "Ask the owner of " + to + " whether the connection arrived.";
          case CERTIFICATE ->
              "It works, but clients that verify will refuse: ask the owner of "
                  + to
                  + " for a certificate of a trusted CA, or list its CA under trust.internal.";
          case CERTIFICATE_EXPIRING -> "Ask the owner of " + to + " to renew the certificate.";
          case CLOCK ->
              "Compare this host's clock with the time rules, and mend the one that is off.";
          case SERVER_CONFIGURATION -> "Ask the owner of " + to + " to review the setting.";
          case SITE_VALUE -> "Compare the site file with what the server says.";
          case LOSS -> "Ask the network team about packet loss on the path to " + to + ".";
          case STAND_IN -> "Repeat the check when the real server is there.";
        };
    return rule.advice().isEmpty() ? general : general + " " + rule.advice();
  }
}
