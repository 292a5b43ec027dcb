package dev.rollcall.bundle.redact;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.fuzz.target.FuzzTarget;
import dev.rollcall.run.Protocols;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** Redaction of any text, and the classes whose constants it keeps. */
public final class RedactionFuzzTargets {
  private static final byte[] KEY = "a key that stays at the site 123".getBytes(UTF_8);
  private static final KnownWords KNOWN = KnownWords.ofRollcall();

  /** What no pseudonym has, and no known word. */
  private static final String SECRET = "zaqwsxcde";

  private RedactionFuzzTargets() {}

  public static List<FuzzTarget> all() {
    return List.of(
        FuzzTarget.of("bundle.redaction", RedactionFuzzTargets::redaction)
            .seed(
                "Ask the owner of dc1.uni.edu (10.1.2.3:443/tcp), 10.1.2.0/24, fd00::5%eth0",
                "CN=Jane Doe\\, x,OU=a,DC=uni; svc@UNI.EDU UNI\\svc 3.2.1.10.in-addr.arpa",
                "48 54 54 50 … (\"HTTP\") u\\u0000n\\u0000i 18:20:05 2026-11-22 18:20:05 UTC")
            .tokens(
                "::", "…", "\\u0000", "ip6.arpa", "CN=", "\\", ".", "-", "_", "1.2.3.4/", "\u00e9")
            .upTo(16 << 10)
            .mayAllocate(64L << 20)
            .covers(
                TextRedaction.class,
                AddressPseudonyms.class,
                Redaction.class,
                KnownWords.class,
                Pseudonyms.class),
        FuzzTarget.of("bundle.class-constants", RedactionFuzzTargets::constants)
            .seed(classFile())
            .inputs(1000)
            .upTo(32 << 10)
            .mayThrow(RuntimeException.class)
            .covers(ClassConstants.class));
  }

  private static Object redaction(byte[] input) {
    Redaction redaction = new Redaction(KEY, Protocols.ALL.plainFacts(), KNOWN);
    String text = new String(input, UTF_8);
    redaction.learnName(text);
    String sentence = redaction.sentence(text + " " + SECRET);
    String name = redaction.name(SECRET + " " + text);
    if (sentence.contains(SECRET) || name.contains(SECRET)) {
      throw new AssertionError("kept a word that is not known");
    }
    return sentence.replaceAll("x[0-9a-zA-Z]{8}", "x");
  }

  private static Object constants(byte[] input) throws IOException {
    int[] count = {0};
    ClassConstants.read(input, text -> count[0]++);
    return count[0];
  }

  private static byte[] classFile() {
    try (InputStream in = Treatment.class.getResourceAsStream("Treatment.class")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
