package dev.rollcall.protocol.http;

import dev.rollcall.protocol.http.message.Answer;
import dev.rollcall.protocol.http.message.Location;
import dev.rollcall.protocol.http.message.PageText;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The marks by which filtering proxies and captive portals are known. Reviewed by hand; texts are
 * lower case. Those of headers and addresses are matched as substrings, those of pages as whole
 * words.
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

  /** What a text of a page needs beside it to count. */
  private enum Needs {
    /** Nothing: only the product writes it. */
    NOTHING,
    /** A short page: long ones hold such words for other reasons. */
    SHORT_PAGE,
    /** A short page that refuses: a product's name alone may be news, or an app in a store. */
    REFUSAL
  }

  /**
   * A text of a page.
   *
   * @param words finds the text as whole words
   */
  private record InPage(Pattern words, String product, Needs needs) {
    InPage(String text, String product, Needs needs) {
      this(whole(Pattern.quote(text)), product, needs);
    }
  }

  /** No letter or digit may stand right before or after it: userCheckbox is no UserCheck. */
  private static Pattern whole(String pattern) {
    return Pattern.compile("(?<![a-z0-9])(?:" + pattern + ")(?![a-z0-9])");
  }

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
          new InPage("/fgtauth", "FortiGate", Needs.NOTHING),
          new InPage("/usercheck/portalmain", "Check Point", Needs.NOTHING),
          new InPage(
              "blocked in accordance with company policy", "Palo Alto Networks", Needs.NOTHING),
          new InPage("request denied by watchguard", "WatchGuard", Needs.NOTHING),
          new InPage("wispaccessgatewayparam", "a captive portal", Needs.NOTHING),
          new InPage(whole("<body id=[\"']?err_access_denied"), "Squid", Needs.NOTHING),
          new InPage("blocked by", FILTER, Needs.SHORT_PAGE),
          new InPage("web page blocked", FILTER, Needs.SHORT_PAGE),
          new InPage("this site is blocked", FILTER, Needs.SHORT_PAGE),
          new InPage(whole("\\(squid/[^<>)]{0,40}\\)"), "Squid", Needs.SHORT_PAGE),
          new InPage("firewall authentication", "FortiGate", Needs.SHORT_PAGE),
          new InPage("captive portal", "a captive portal", Needs.SHORT_PAGE),
          new InPage("fortiguard", "FortiGuard", Needs.REFUSAL),
          new InPage("fortinet", "FortiGuard", Needs.REFUSAL),
          new InPage("zscaler", "Zscaler", Needs.REFUSAL),
          new InPage("bluecoat", "Blue Coat", Needs.REFUSAL),
          new InPage("blue coat", "Blue Coat", Needs.REFUSAL),
          new InPage("palo alto networks", "Palo Alto Networks", Needs.REFUSAL),
          new InPage("sophos", "Sophos", Needs.REFUSAL),
          new InPage("cisco umbrella", "Cisco Umbrella", Needs.REFUSAL),
          new InPage("opendns", "Cisco Umbrella", Needs.REFUSAL),
          new InPage("watchguard", "WatchGuard", Needs.REFUSAL),
          new InPage("netskope", "Netskope", Needs.REFUSAL),
          new InPage("usercheck", "Check Point", Needs.REFUSAL),
          new InPage("sonicwall", "SonicWall", Needs.REFUSAL),
          new InPage("barracuda", "Barracuda", Needs.REFUSAL),
          new InPage("forcepoint", "Forcepoint", Needs.REFUSAL),
          new InPage("websense", "Forcepoint", Needs.REFUSAL),
          new InPage("mcafee web gateway", "McAfee Web Gateway", Needs.REFUSAL),
          new InPage("smoothwall", "Smoothwall", Needs.REFUSAL),
          new InPage("cyberoam", "Cyberoam", Needs.REFUSAL),
          new InPage("squidguard", "squidGuard", Needs.REFUSAL),
          new InPage("e2guardian", "e2guardian", Needs.REFUSAL),
          new InPage("dansguardian", "DansGuardian", Needs.REFUSAL));

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

  private static final Pattern REFUSAL =
      whole("block(?:s|ed|ing)?|denied|forbidden|not\\s+(?:allowed|permitted)");

  /** Good pages have policies, too; a site's own are at its foot. */
  private static final Pattern POLICY =
      whole("(?<!privacy )(?<!cookie )(?<!cookies )polic(?:y|ies)");

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
   * @param external whether the words of a block, and names beside a refusal, count in a good
   *     answer as well: a server of the site may send them for other reasons
   */
  static Optional<Mark> inPage(Answer answer, boolean external) {
    if (!answer.mayBePage()) {
      return Optional.empty();
    }
    String page = answer.body().toLowerCase(Locale.ROOT);
    String read = PageText.visible(answer.body());
    boolean error = answer.status() >= 400;
    boolean brief = (external || error) && read.length() <= SHORT;
    boolean refuses =
        brief && (REFUSAL.matcher(read).find() || (error && POLICY.matcher(read).find()));
    for (InPage known : PAGES) {
      boolean counts =
          switch (known.needs()) {
            case NOTHING -> true;
            case SHORT_PAGE -> brief;
            case REFUSAL -> refuses;
          };
      String where = known.needs() == Needs.SHORT_PAGE ? read : page;
      Matcher words = known.words().matcher(where);
      if (counts && words.find()) {
        String around =
            where
                .substring(
                    Math.max(0, words.start() - 20), Math.min(where.length(), words.end() + 20))
                .strip()
                .replaceAll("\\s+", " ");
        return Optional.of(
            new Mark(
                known.product(), "the page says \"" + answer.quotes().text(around) + "\"", false));
      }
    }
    return Optional.empty();
  }
}
