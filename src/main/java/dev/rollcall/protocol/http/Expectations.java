package dev.rollcall.protocol.http;

import dev.rollcall.protocol.http.HttpSettings.Redirect;
import dev.rollcall.protocol.http.message.Answer;
import dev.rollcall.protocol.http.message.Content;
import dev.rollcall.protocol.http.message.Location;
import dev.rollcall.protocol.http.message.StatusPattern;
import dev.rollcall.protocol.http.message.TextGlob;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Holds an answer against what a rule expects of it; pure. */
final class Expectations {
  /** 303 is missing on purpose: it does not say that the same resource is elsewhere. */
  private static final Set<Integer> MOVED = Set.of(301, 302, 307, 308);

  private static final Pattern ENCODED = Pattern.compile("%[0-9A-Fa-f]{2}");

  /** Of what is quoted of a header. */
  private static final int LONGEST = 80;

  private final HttpSettings settings;

  Expectations(HttpSettings settings) {
    this.settings = settings;
  }

  /** What the answer misses first, in words; empty if it misses nothing. */
  Optional<String> unmet(Answer answer) {
    if (settings.redirect() != Redirect.ANY) {
      return redirectUnmet(answer);
    }
    String got = "HTTP " + answer.status();
    if (!StatusPattern.accepts(settings.status(), answer.status())) {
      return Optional.of(got + StatusPattern.missed(settings.status()));
    }
    if (!settings.header().isEmpty() && header(answer).isEmpty() && !redirectsWithin(answer)) {
      return Optional.of(
          got + " without a header " + String.join(" or ", settings.header()) + tellServer(answer));
    }
    if (settings.wantsBody() && !bodyMet(answer)) {
      String wanted =
          settings
              .body()
              .map(text -> "the text '" + text + "'")
              .orElse("content of the kind " + settings.content().word());
      String coding =
          answer
              .header("Content-Encoding")
              .filter(value -> !value.equalsIgnoreCase("identity"))
              .map(
                  value ->
                      ", sent as "
                          + answer.quotes().upTo(40).text(value)
                          + " although not asked for")
              .orElse("");
      return Optional.of(got + " without " + wanted + tellType(answer) + coding);
    }
    return Optional.empty();
  }

  /** What of it was met, in words, for an answer that misses nothing. */
  String met(Answer answer) {
    List<String> parts = new ArrayList<>();
    parts.add("HTTP " + answer.status());
    if (settings.redirect() == Redirect.HTTPS) {
      parts.add("redirect to https on the same host");
    } else if (settings.redirect() == Redirect.HTTPS_SAME_URI) {
      parts.add("redirect to https on the same host, path and query unchanged");
    } else {
      header(answer).ifPresent(parts::add);
      settings.body().ifPresent(text -> parts.add("the text '" + text + "'"));
      if (settings.content() != Content.ANY) {
        parts.add(settings.content().word());
      }
    }
    return String.join(", ", parts);
  }

  /** Whether the body, as far as it was read, holds what is wanted. */
  boolean bodyMet(Answer answer) {
    boolean text =
        settings.body().isEmpty() || answer.body().contains(asBytes(settings.body().get()));
    return text && settings.content().provenBy(answer.body());
  }

  /** Whether a way leads to a host that is neither the one asked nor one that the rule allows. */
  boolean foreign(Answer answer, Location to) {
    return !to.at(answer.asked().host())
        && settings.redirectHosts().stream().noneMatch(glob -> TextGlob.matches(glob, to.host()));
  }

  /** The redirect by which a server of the site names the service's or its own host, in words. */
  Optional<String> ownRedirect(Answer answer) {
    return answer
        .location()
        .filter(to -> !foreign(answer, to))
        .filter(to -> !to.at(answer.asked().host()) || to.scheme().equals("https"))
        .map(to -> "a redirect to " + answer.quotes().text(to.origin()));
  }

  private Optional<String> redirectUnmet(Answer answer) {
    Optional<Location> to = answer.location();
    if (to.isEmpty()) {
      return Optional.of(
          "HTTP " + answer.status() + " where a redirect to https is expected" + tellType(answer));
    }
    String where = answer.quotes().text(answer.redirect().orElse(""));
    if (!MOVED.contains(answer.status())) {
      return Optional.of(
          "redirects to "
              + where
              + " by HTTP "
              + answer.status()
              + ", not by 301, 302, 307 or 308");
    }
    if (!to.get().scheme().equals("https") || !to.get().at(answer.asked().host())) {
      return Optional.of("redirects to " + where + ", not to https on the same host");
    }
    if (to.get().port() != settings.redirectPort()) {
      return Optional.of("redirects to " + where + ", not to port " + settings.redirectPort());
    }
    String asked = evenDigits(settings.path());
    String given = evenDigits(to.get().uri());
    if (settings.redirect() == Redirect.HTTPS_SAME_URI && !given.equals(asked)) {
      return Optional.of(
          "asked for "
              + settings.path()
              + ", redirected to "
              + where
              + ": "
              + change(asked, given));
    }
    return Optional.empty();
  }

  /** With the hex digits of encoded bytes in capitals, which changes no URI: RFC 3986 §6.2.2.1. */
  private static String evenDigits(String uri) {
    return ENCODED.matcher(uri).replaceAll(found -> found.group().toUpperCase(Locale.ROOT));
  }

  private static String change(String asked, String given) {
    String[] before = asked.split("\\?", 2);
    String[] after = given.split("\\?", 2);
    if (!before[0].equals(after[0])) {
      return "the path has changed";
    }
    return after.length == 1 ? "the query is lost" : "the query has changed";
  }

  /** The first header that matches one of the patterns. */
  private Optional<String> header(Answer answer) {
    for (String pattern : settings.header()) {
      int colon = pattern.indexOf(':');
      String name = pattern.substring(0, colon);
      String value = pattern.substring(colon + 1).strip();
      for (Answer.Field field : answer.fields()) {
        if (TextGlob.matches(name, field.name())
            && TextGlob.matches(value, field.value().strip())) {
          // A value that may be anything may also change each time, which drift must not report.
          boolean any = value.equals("*");
          return Optional.of(
              answer
                  .quotes()
                  .upTo(LONGEST)
                  .text(any ? field.name() : field.name() + ": " + field.value()));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean redirectsWithin(Answer answer) {
    return answer.location().filter(to -> to.at(answer.asked().host())).isPresent();
  }

  private static String tellServer(Answer answer) {
    return tell(answer, "Server");
  }

  private static String tellType(Answer answer) {
    return tell(answer, "Content-Type");
  }

  private static String tell(Answer answer, String name) {
    return answer
        .header(name)
        .map(text -> " (" + name + ": " + answer.quotes().upTo(LONGEST).text(text) + ")")
        .orElse("");
  }

  /** The text as its bytes, one character each, as bodies are held. */
  private static String asBytes(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }
}
