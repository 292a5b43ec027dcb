package dev.rollcall.verdict.advice;

import dev.rollcall.model.path.PathTrace.Finding;
import dev.rollcall.model.rule.Rule;

/** One row of advice for each place where requests end, for {@link AdviceText#fill}. */
final class PlaceAdvice {
  private PlaceAdvice() {}

  static String row(PathPlace place, Rule rule, PathText way) {
    // The site cannot see this from its side.
    boolean far = rule.judging().external() || way.proxied();
    if (place.own()) {
      return rejectedByItself(rule, way);
    }
    if (place.rejecter() == Rejecter.THIS_HOST) {
      return "Allow in this host's own firewall, outgoing: {way}: {seen}.";
    }
    if (place.finding() == Finding.LARGE_LOST_BEHIND_ROUTER) {
      return "{Ask} to let ICMP \"fragmentation needed\" pass between these routers, or to clamp"
          + " TCP's segment size: {way}: {seen}.";
    }
    if (place.finding() == Finding.DELIVERY_UNKNOWN) {
      return "{Ask} to allow {way}, and the answers: {seen}."
          + (far ? "" : " If they are allowed, ask the owner of {to} whether the service listens.");
    }
    String row = "{Ask} to allow {way}: {seen}." + place.hint();
    if (far) {
      return place.finding() == Finding.RESET_ON_THE_WAY && !way.proxied()
          ? row + " If no device here does, ask the {vendor} about its side."
          : row;
    }
    if (!place.host()) {
      return row;
    }
    return place.finding() == Finding.REJECTED_BY
        ? row
            + " If no firewall does so, ask the owner of {to} whether the host is up: a router also"
            + " answers like this for a host that it cannot find."
        : row
            + " If it is allowed already, ask the owner of {to} whether the host is up, its own"
            + " filter allows it and the service accepts connections: a full queue drops them too.";
  }

  private static String rejectedByItself(Rule rule, PathText way) {
    if (way.own()) {
      return KindAdvice.OWN;
    }
    return rule.judging().external() && !way.proxied()
        ? "{Ask} to allow {way}, if a device here rejects it: {seen}. If none does, ask the"
            + " {vendor}."
        : "{Ask} to allow {from} in the host's own filter: {way}: {seen}. If it has no such filter,"
            + " ask the firewall team: a firewall that translates addresses or works as a bridge"
            + " answers with this address too.";
  }
}
