package dev.rollcall.protocol.http;

import dev.rollcall.protocol.http.message.Answer;
import dev.rollcall.protocol.http.message.Location;
import dev.rollcall.protocol.http.message.PageText;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The marks by which filtering proxies and captive portals are known. Reviewed by hand; texts are
 * lower case and matched as substrings.
 */
final class FilterMarks {
  private FilterMarks() {}

  /**
   * A mark that was found.
   *
   * @param product whose it is
   * @param quote where and what, safe to show
   * @param passing whether the product may merely have passed the destination's own answer on
   */
  record Mark(String product, String quote, boolean passing) {}

  /**
   * A header that tells of a filter.
   *
   * @param text must be in the value; empty for any value
   * @param passing whether the product writes it into answers that it passes on, too
   */
  private record InHeader(String name, String text, String product, boolean passing) {}

  /** Words of a page; a product's name counts only beside a word of refusal. */
  private record InPage(String text, String product, boolean needsRefusal) {}

  private static final List<InHeader> HEADERS =
      List.of(
          new InHeader("X-Squid-Error", "", "Squid", false),
          new InHeader("Server", "zscaler", "Zscaler", false),
          new InHeader("Server", "opendns", "Cisco Umbrella", false),
          new InHeader("Server", "umbrella", "Cisco Umbrella", false),
          new InHeader("Server", "bluecoat", "Blue Coat", false),
          new InHeader("Server", "blue coat", "Blue Coat", false),
          new InHeader("Server", "mcafee web gateway", "McAfee Web Gateway", false),
          new InHeader("Server", "fortiguard", "FortiGuard", false),
          new InHeader("Server", "netskope", "Netskope", false),
          new InHeader("X-Bluecoat-Via", "", "Blue Coat", true),
          new InHeader("Via", "zscaler", "Zscaler", true),
          new InHeader("Via", "bluecoat", "Blue Coat", true),
          new InHeader("Via", "blue coat", "Blue Coat", true),
          new InHeader("Via", "proxysg", "Blue Coat", true),
          new InHeader("Via", "cisco-wsa", "Cisco Secure Web Appliance", true),
          new InHeader("Via", "ironport", "Cisco Secure Web Appliance", true),
          new InHeader("Via", "mcafee", "McAfee Web Gateway", true),
          new InHeader("Via", "skyhigh", "Skyhigh Secure Web Gateway", true),
          new InHeader("Via", "websense", "Forcepoint", true),
          new InHeader("Via", "forcepoint", "Forcepoint", true),
          new InHeader("Via", "fortigate", "FortiGate", true),
          new InHeader("Via", "fortinet", "FortiGate", true),
          new InHeader("Via", "sophos", "Sophos", true),
          new InHeader("Via", "watchguard", "WatchGuard", true),
          new InHeader("Via", "netskope", "Netskope", true),
          new InHeader("Via", "iwss", "Trend Micro", true),
          new InHeader("Via", "smoothwall", "Smoothwall", true),
          new InHeader("Via", "e2guardian", "e2guardian", true),
          new InHeader("Via", "dansguardian", "DansGuardian", true));

  /** Who is not known by a name. */
  private static final String FILTER = "a filter";

  private static final List<InPage> PAGES =
      List.of(
          new InPage("blocked by", FILTER, false),
          new InPage("web page blocked", FILTER, false),
          new InPage("this site is blocked", FILTER, false),
          new InPage("firewall authentication", "FortiGate", false),
          new InPage("/fgtauth?", "FortiGate", false),
          new InPage("blocked in accordance with company policy", "Palo Alto Networks", false),
          new InPage("request denied by watchguard", "WatchGuard", false),
          new InPage("wispaccessgatewayparam", "a captive portal", false),
          new InPage("err_access_denied", "Squid", false),
          new InPage("(squid/", "Squid", false),
          new InPage("fortiguard", "FortiGuard", true),
          new InPage("fortinet", "FortiGuard", true),
          new InPage("zscaler", "Zscaler", true),
          new InPage("bluecoat", "Blue Coat", true),
          new InPage("blue coat", "Blue Coat", true),
          new InPage("palo alto networks", "Palo Alto Networks", true),
          new InPage("sophos", "Sophos", true),
          new InPage("cisco umbrella", "Cisco Umbrella", true),
          new InPage("opendns", "Cisco Umbrella", true),
          new InPage("watchguard", "WatchGuard", true),
          new InPage("netskope", "Netskope", true),
          new InPage("usercheck", "Check Point", true),
          new InPage("sonicwall", "SonicWall", true),
          new InPage("barracuda", "Barracuda", true),
          new InPage("forcepoint", "Forcepoint", true),
          new InPage("websense", "Forcepoint", true),
          new InPage("mcafee web gateway", "McAfee Web Gateway", true),
          new InPage("smoothwall", "Smoothwall", true),
          new InPage("cyberoam", "Cyberoam", true),
          new InPage("squidguard", "squidGuard", true),
          new InPage("e2guardian", "e2guardian", true),
          new InPage("dansguardian", "DansGuardian", true),
          new InPage("captive portal", "a captive portal", true));

  /** What stands in the addresses that filters and captive portals lead to. */
  private record InAddress(String text, String product) {}

  private static final List<InAddress> ADDRESSES =
      List.of(
          new InAddress("/fgtauth?", "FortiGate"),
          new InAddress("/php/urlblock", "Palo Alto Networks"),
          new InAddress("/php/uid.php", "Palo Alto Networks"),
          new InAddress("/usercheck/", "Check Point"),
          new InAddress("securelogin.arubanetworks.com", "Aruba"),
          new InAddress("switch_url=", "a captive portal"),
          new InAddress("gw_address=", "a captive portal"),
          new InAddress("/guest/s/", "UniFi"),
          new InAddress("captiveportal", "a captive portal"),
          new InAddress("captive-portal", "a captive portal"),
          new InAddress("block.opendns.com", "Cisco Umbrella"),
          new InAddress("gateway.zscaler", "Zscaler"));

  /** The most visible text of a page whose plain words may be a filter's, in characters. */
  private static final int SHORT = 2000;

  private static final List<String> REFUSALS =
      List.of("block", "denied", "forbidden", "not allowed", "not permitted", "policy", "log in");

  /** A mark in status or headers; one that tells of a block before one that merely passes on. */
  static Optional<Mark> inHead(Answer answer) {
    if (answer.status() == 511) {
      return Optional.of(
          new Mark("a captive portal", "HTTP 511, network authentication required", false));
    }
    Optional<Mark> passing = Optional.empty();
    for (InHeader known : HEADERS) {
      for (Answer.Field field : answer.fields()) {
        if (field.name().equalsIgnoreCase(known.name())
            && field.value().toLowerCase(Locale.ROOT).contains(known.text())) {
          Mark mark =
              new Mark(
                  known.product(),
                  answer.quotes().text(known.name() + ": " + field.value()),
                  known.passing());
          if (!known.passing()) {
            return Optional.of(mark);
          }
          passing = passing.isPresent() ? passing : Optional.of(mark);
        }
      }
    }
    return passing;
  }

  /** A mark in an address that the answer leads to. */
  static Optional<Mark> inAddress(Answer answer, Location to) {
    String address = (to.host() + to.uri()).toLowerCase(Locale.ROOT);
    return ADDRESSES.stream()
        .filter(known -> address.contains(known.text()))
        .map(
            known ->
                new Mark(known.product(), "it leads to " + answer.quotes().text(to.shown()), false))
        .findFirst();
  }

  /**
   * A mark in the words of a page.
   *
   * @param external whether plain words of a block count as well: a long page, or a good answer of
   *     a server of the site, may hold them for other reasons
   */
  static Optional<Mark> inPage(Answer answer, boolean external) {
    if (!answer.mayBePage()) {
      return Optional.empty();
    }
    String page = answer.body().toLowerCase(Locale.ROOT);
    boolean refuses = REFUSALS.stream().anyMatch(page::contains);
    boolean plain =
        (external || answer.status() >= 400) && PageText.visible(answer.body()).length() <= SHORT;
    for (InPage known : PAGES) {
      int at = page.indexOf(known.text());
      boolean counts = known.product().equals(FILTER) ? plain : refuses || !known.needsRefusal();
      if (at >= 0 && counts) {
        String around =
            page.substring(
                Math.max(0, at - 20), Math.min(page.length(), at + known.text().length() + 20));
        return Optional.of(
            new Mark(
                known.product(), "the page says \"" + answer.quotes().text(around) + "\"", false));
      }
    }
    return Optional.empty();
  }
}
