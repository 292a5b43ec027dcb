package dev.rollcall.protocol.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mails are ASCII, whatever is in them. */
class MailTextTest {
  private static final Pattern WORD = Pattern.compile("=\\?UTF-8\\?B\\?([A-Za-z0-9+/=]+)\\?=");

  /** What a reader of mail sees (RFC 5322 §2.2.3, RFC 2047 §6.2). */
  private static String seen(String subject) {
    String unfolded = subject.replace("\n", "").replace("?= =?", "?==?");
    StringBuilder out = new StringBuilder();
    Matcher word = WORD.matcher(unfolded);
    while (word.find()) {
      word.appendReplacement(
          out,
          Matcher.quoteReplacement(
              new String(Base64.getDecoder().decode(word.group(1)), StandardCharsets.UTF_8)));
    }
    return word.appendTail(out).toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "READY",
        "Rollcall on appliance01.uni.edu: NOT READY: 3 rules failed. To act: firewall team 2, DNS"
            + " team 1, owner of the server 1.",
        "Pr\u00fcfung \u2192 \ud83d\ude00\ud83d\ude00 Universit\u00e4t zu K\u00f6ln, ein recht"
            + " langer Name mit \u00e4\u00f6\u00fc\u00df",
        "=?UTF-8?B?aGlkZGVu?= is text",
        "a=?b"
      })
  void aSubjectIsSeenAsItWasGiven(String text) {
    String subject = MailText.subject(text);
    assertEquals(text, seen(subject));
    for (String line : ("Subject: " + subject).split("\n", -1)) {
      assertTrue(line.length() <= 78, line);
      assertTrue(line.chars().allMatch(c -> c >= ' ' && c <= '~'), line);
    }
    for (String line : subject.split("\n", -1)) {
      assertTrue(line.equals(subject.split("\n", -1)[0]) || line.matches(" [^ ].*"), line);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\r\nBcc: x@evil.example",
        "a\nBcc: x@evil.example\n\nbody",
        "a\u0000\u0085\u2028Bcc: x@evil.example",
        "\r\n\r\n"
      })
  void aSubjectIsNoOtherHeader(String text) {
    for (String line : ("Subject: " + MailText.subject(text)).split("\r|\n", -1)) {
      assertTrue(line.startsWith("Subject: ") || line.startsWith(" "), line);
    }
  }

  @Test
  void aSubjectHasAnEnd() {
    assertTrue(MailText.subject("\u20ac".repeat(100_000)).length() < 1500);
    assertTrue(MailText.subject("x".repeat(100_000)).length() <= 900);
  }

  @Test
  void asciiGoesAsItIs() {
    MailText text = MailText.of("NOT READY\n.\n");
    assertEquals(new MailText("us-ascii", "7bit", "NOT READY\n.\n"), text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.1 \u2192 10.0.0.2\nnext\n", "a\rb\n", "\u0007\n", "long"})
  void anythingElseIsEncoded(String given) {
    String text = given.equals("long") ? "x".repeat(999) + "\n" : given;
    MailText encoded = MailText.of(text);
    assertEquals("base64", encoded.encoding());
    assertTrue(encoded.lines().lines().allMatch(line -> line.length() <= 76), encoded::lines);
    assertFalse(encoded.lines().contains("\r"));
    assertEquals(
        text.replace("\r", "").replace("\n", "\r\n"),
        new String(Base64.getMimeDecoder().decode(encoded.lines()), StandardCharsets.UTF_8));
  }
}
