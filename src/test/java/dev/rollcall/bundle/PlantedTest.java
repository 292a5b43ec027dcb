package dev.rollcall.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.rollcall.bundle.redact.Planted;
import dev.rollcall.bundle.redact.Redaction;
import dev.rollcall.model.Change;
import dev.rollcall.model.Drift;
import dev.rollcall.model.HostFacts;
import dev.rollcall.model.Past;
import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.Servers;
import dev.rollcall.model.Status;
import dev.rollcall.report.Format;
import dev.rollcall.report.HostileRun;
import dev.rollcall.report.SampleLog;
import dev.rollcall.report.SampleRun;
import dev.rollcall.run.Protocols;
import dev.rollcall.sample.RunBuilder;
import dev.rollcall.text.LiteralAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a redacted bundle says of a site: nothing, whatever form a value has and wherever. */
class PlantedTest {
  private static final Set<String> FACTS = Protocols.ALL.plainFacts();
  private static final byte[] KEY = "a key that stays at the site 123".getBytes(UTF_8);
  private static final int SOME = 20;
  private static final int PIECE = 5;
  private static final Instant AT = Instant.parse("2026-11-22T18:20:05Z");

  private static BundleContents contents(List<String> sentences, String name) {
    List<RuleResult> results = new ArrayList<>();
    for (int i = 0; i < sentences.size(); i += SOME) {
      // One rule with the sentences wherever a person or a server could have put them.
      String next = String.join("\n", sentences.subList(i, Math.min(i + SOME, sentences.size())));
      results.addAll(HostileRun.of(next).results().subList(0, 1));
    }
    String all = String.join("\n", sentences);
    String some = String.join("\n", sentences.subList(0, Math.min(200, sentences.size())));
    Change change = new Change(name, Change.Aspect.FACT, name, some, some, Change.Rank.CHANGED);
    Past past =
        new Past(
            Optional.of(
                new Drift(
                    "2026-11-23T043434.123Z-appsanywhere",
                    new Drift.Basis(
                        "2026-11-22T043434.123Z-appsanywhere",
                        AT,
                        Optional.of(new Drift.Acceptance(name, AT))),
                    List.of(new Drift.Standing(change, AT, true)),
                    List.of(new Drift.Standing(change, AT, false)),
                    List.of(
                        new Drift.Flapping(
                            change, List.of(Status.PASS), Drift.Flapping.State.BEGAN)))),
            List.of(
                new Past.Moment(
                    AT,
                    Map.of(name, new Past.State(Status.PASS, Optional.of(Duration.ofMillis(3)))))));
    HostFacts host =
        new HostFacts(
            HostFacts.FORMAT,
            1,
            "0.1.0",
            "Debian 17.0.15",
            "Linux 6.1.0-" + name + " amd64",
            name,
            sentences,
            List.of(name),
            List.of(some),
            List.of(some),
            List.of(name),
            List.of(some));
    Run run = SampleRun.run(results, false, new Run.Remark(Status.WARN, all));
    return new BundleContents(
        run, past, Optional.of(all), host, List.of(SampleLog.hostile(some)), false);
  }

  /** Every part as it stands, and as a JSON parser reads it. */
  private static String seen(Bundle bundle) {
    StringBuilder seen = new StringBuilder();
    for (Bundle.Part part : bundle.parts()) {
      // Each text once, as many stand in several places.
      String text =
          Stream.of(new String(part.content(), UTF_8).split("(?<!\\\\)\"", -1))
              .distinct()
              .collect(Collectors.joining("\n"));
      seen.append(text).append('\n');
      Pattern escape = Pattern.compile("\\\\u([0-9a-fA-F]{4})");
      seen.append(
          escape
              .matcher(text.replace("\\\\u0000", "\\u0000"))
              .replaceAll(
                  found ->
                      java.util.regex.Matcher.quoteReplacement(
                          String.valueOf((char) Integer.parseInt(found.group(1), 16)))));
    }
    return seen.toString().toLowerCase(Locale.ROOT);
  }

  /** Those in the text; only one whose pieces are all there is looked for. */
  private static List<String> found(List<String> traces, String text) {
    BitSet pieces = new BitSet(1 << 26);
    for (int i = 0; i + PIECE <= text.length(); i++) {
      pieces.set(piece(text, i));
    }
    return traces.stream()
        .filter(
            trace ->
                IntStream.rangeClosed(0, trace.length() - PIECE)
                    .allMatch(i -> pieces.get(piece(trace, i))))
        .filter(text::contains)
        .toList();
  }

  private static int piece(String text, int at) {
    int hash = 7;
    for (int i = at; i < at + PIECE; i++) {
      hash = hash * 31 + text.charAt(i);
    }
    return (hash ^ hash >>> 17) & ((1 << 26) - 1);
  }

  private static Bundle redacted(BundleContents contents, byte[] key) throws Exception {
    String site = contents.site().orElse("");
    return Bundle.of(
        contents.redacted(new Redaction(key, FACTS), redaction -> redaction.sentence(site)),
        64 << 20);
  }

  @Test
  void noPlantedValueIsInARedactedBundleInAnyForm() throws Exception {
    Planted planted = Planted.values();
    assertEquals(200, planted.count());
    List<String> sentences = planted.sentences();
    BundleContents contents = contents(sentences, planted.hosts().get(0));
    List<String> traces = planted.traces();

    String before = seen(Bundle.of(contents, 64 << 20));
    long plain = found(traces, before).size();
    assertTrue(plain > traces.size() / 2, "the test finds what is there: " + plain);

    String after = seen(redacted(contents, KEY));
    assertEquals(List.of(), found(traces, after));
  }

  @Test
  void wordsOfEveryDayAreReplacedWhereTheyNameTheSite() throws Exception {
    Run run = SampleRun.everything();
    List<String> sentences =
        List.of(
            "IS\\open, /home/change/x, user 12345, CAMPUS\\mark.brown@campus.ac.uk, CN=Mark"
                + " Brown,O=King's Open College,DC=campus,DC=ac",
            "the answer of gateway.campus.ac.uk names CAMPUS and King's Open College");
    BundleContents contents = contents(sentences, "gateway.campus.ac.uk");
    String after = seen(redacted(contents, KEY));
    for (String name :
        List.of(
            "campus", "mark", "brown", "king", "college", "gateway.", "is\\\\", "home/change")) {
      assertFalse(Pattern.compile("\\b" + Pattern.quote(name)).matcher(after).find(), name);
    }
    assertTrue(run.results().size() > 5);
  }

  @Test
  void twoServersOfOneSiteHaveTheSamePseudonymsAndOthersHaveNot() throws Exception {
    Redaction one = new Redaction(KEY, FACTS);
    Redaction other = new Redaction(KEY.clone(), FACTS);
    one.learn(SampleRun.everything());
    for (String name :
        List.of("MSSQL.uni.edu", "10.1.2.3", "fd00::5", "svc@UNI.EDU", "UNI\\svc", "203.0.113.7")) {
      assertEquals(one.name(name), other.name(name));
      assertEquals(one.sentence("ask " + name), "ask " + other.name(name));
      assertNotEquals(name, one.name(name));
      assertNotEquals(
          one.name(name), new Redaction("another key of 16".getBytes(UTF_8), FACTS).name(name));
    }
    String domain = one.name("uni.edu");
    assertEquals(one.name("dc1") + "." + domain, one.name("dc1.uni.edu"));
    assertEquals(domain.toUpperCase(Locale.ROOT), one.name("UNI.EDU"));
    assertEquals("DC=" + domain.replace(".", ",DC="), one.sentence("DC=uni,DC=edu"));
    assertEquals(one.name("xn--mller-kva.uni.edu"), one.name("m\u00fcller.uni.edu"));
  }

  /** A host may be called by a word that sentences keep. */
  @Test
  void theHostOfARunAndItsServersAreNames() {
    Run run =
        RunBuilder.run()
            .version("0.1.0")
            .on("print")
            .servers(
                Servers.Host.NEIGHBOUR,
                new Servers.Server("change", List.of(LiteralAddress.parse("10.1.2.3"))))
            .build();
    Redaction redaction = new Redaction(KEY, FACTS);
    redaction.learn(run);
    Run.Origin origin = redaction.redact(run).origin();
    assertEquals("0.1.0", origin.version());
    assertEquals(redaction.name("print"), origin.host());
    assertNotEquals("print", origin.host());
    Servers.Server server = origin.servers().orElseThrow().all().get(0);
    assertEquals(redaction.name("change"), server.name());
    assertNotEquals("change", server.name());
    assertEquals(redaction.name("10.1.2.3"), server.addresses().get(0).getHostAddress());
    assertNotEquals("10.1.2.3", redaction.name("10.1.2.3"));
  }

  @Test
  void longTextsOfOneFormAreTakenInBoundedDepth() {
    Redaction redaction = new Redaction(KEY, FACTS);
    for (String form :
        List.of("CN=", "java.", "a.", "::", "\\u0000", "1.", "a, ", "x@", "O=a b,", "-", "http.")) {
      String text = form.repeat(20_000 / form.length());
      redaction.learnName(text);
      assertFalse((redaction.sentence(text) + redaction.name(text)).isEmpty());
    }
  }

  @Test
  void whatRollcallSaysItselfStaysAndVendorsNamesToo() {
    Redaction redaction = new Redaction(KEY, FACTS);
    for (String kept :
        List.of(
            "Ask the firewall team to allow this host to github.com, TCP port 443: connection"
                + " requests get no answer.",
            "TLSv1.3, TLS_AES_256_GCM_SHA384, OpenSSH_9.2p1, SQL Server 16.0.4165",
            "Rollcall failed while printing the report: java.lang.IllegalStateException at"
                + " dev.rollcall.probe.Session.fault(Session.java:12)",
            "2026-11-22 18:20:05 UTC, 127.0.0.1, 0.centos.pool.ntp.org, 41 ms, 443/tcp",
            "sql.tds and directory.realm")) {
      assertEquals(kept, redaction.sentence(kept));
    }
  }

  @Test
  void everyReportIsMadeOfARedactedBundle() throws Exception {
    for (Run run : List.of(SampleRun.everything(), SampleRun.times(), SampleRun.empty())) {
      Past past = new Past(Optional.empty(), List.of());
      BundleContents plain =
          new BundleContents(
              run,
              past,
              Optional.empty(),
              contents(List.of("x"), "y").host(),
              List.of(SampleLog.sample()),
              false);
      Bundle bundle = redacted(plain, KEY);
      BundleReader.Opened opened = BundleReader.read(bundle.zip(), "b.zip");
      assertEquals(run.results().size(), opened.run().results().size());
      assertEquals(run.status(), opened.run().status());
      for (Format format : Format.values()) {
        assertTrue(format.report().render(opened.run()).length > 0, format.word());
      }
      assertFalse(seen(bundle).contains("uni.edu"));
      assertEquals(1, opened.logs().size());
      assertEquals(run, BundleReader.read(Bundle.of(plain).zip(), "b.zip").run());
    }
  }
}
