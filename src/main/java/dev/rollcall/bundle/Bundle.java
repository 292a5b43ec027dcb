package dev.rollcall.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rollcall.document.CourseDocument;
import dev.rollcall.document.RunDocument;
import dev.rollcall.document.RunJson;
import dev.rollcall.document.StandInDocument;
import dev.rollcall.model.StandInLog;
import dev.rollcall.model.Status;
import dev.rollcall.text.Counted;
import dev.rollcall.text.Times;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A bundle that is ready to be written: the same contents give the same bytes.
 *
 * @param parts what is in it, in order
 * @param leftOut what was left out to keep the limit, a sentence each
 * @param zip the archive
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Bundle(List<Part> parts, List<String> leftOut, byte[] zip) {
  /** The largest archive, in bytes. */
  public static final int LARGEST = 1 << 20;

  /** The earliest time that an archive can hold, as the real one would differ. */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  /** One file in it. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Part(String name, String about, byte[] content) {}

  public Bundle {
    parts = List.copyOf(parts);
    leftOut = List.copyOf(leftOut);
  }

  /**
   * Makes it. What does not fit is left out: the older half of the runs before, and so on, then
   * stand-ins' logs, then the rules that pass.
   *
   * @throws IOException with a sentence for the user, if it is larger than {@link #LARGEST} even so
   */
  public static Bundle of(BundleContents contents) throws IOException {
    return of(contents, LARGEST);
  }

  static Bundle of(BundleContents whole, int largest) throws IOException {
    BundleContents contents = whole;
    boolean passes = true;
    while (true) {
      Bundle bundle = packed(contents, leftOut(whole, contents, passes));
      if (bundle.zip().length <= largest) {
        return bundle;
      }
      int moments = contents.past().moments().size();
      int logs = contents.logs().size();
      if (moments > 0) {
        contents = contents.withMoments(moments / 2);
      } else if (logs > 0) {
        contents = contents.withLogs(logs - 1);
      } else if (passes) {
        contents = contents.withoutPasses();
        passes = false;
      } else {
        throw new IOException(
            "the bundle would have "
                + size(bundle.zip().length)
                + ", more than "
                + size(largest)
                + ": run check --only with the rules in question, and bundle that run");
      }
    }
  }

  private static List<String> leftOut(BundleContents whole, BundleContents now, boolean passes) {
    List<String> left = new ArrayList<>();
    int moments = whole.past().moments().size() - now.past().moments().size();
    if (moments > 0) {
      left.add("the oldest of the last runs: " + moments + " of " + whole.past().moments().size());
    }
    int logs = whole.logs().size() - now.logs().size();
    if (logs > 0) {
      left.add("the last of the stand-ins' logs: " + logs + " of " + whole.logs().size());
    }
    if (!passes) {
      left.add("what passes: " + Counted.of(whole.run().count(Status.PASS), "rule"));
    }
    return left;
  }

  private static Bundle packed(BundleContents contents, List<String> leftOut) throws IOException {
    List<Part> parts = new ArrayList<>();
    parts.add(
        new Part(
            BundleNames.RUN,
            "the last run: "
                + Counted.of(contents.run().results().size(), "rule")
                + " from "
                + contents.run().origin().vantage().word()
                + ", "
                + Times.readable(contents.run().startedAt()),
            RunDocument.write(contents.run())));
    int moments = contents.past().moments().size();
    if (moments > 0 || contents.past().drift().isPresent()) {
      parts.add(
          new Part(
              BundleNames.COURSE,
              "how each rule went in the last "
                  + (moments == 1 ? "run" : Counted.of(moments, "run"))
                  + ", and what has changed",
              CourseDocument.write(contents.past())));
    }
    contents
        .site()
        .ifPresent(
            text ->
                parts.add(
                    new Part(
                        BundleNames.SITE,
                        "the site file, without comments and without secrets",
                        text.getBytes(UTF_8))));
    parts.add(
        new Part(
            BundleNames.HOST,
            "this host: versions, name servers, addresses, routes, proxy",
            RunJson.bytes(contents.host())));
    int number = 0;
    for (StandInLog log : contents.logs()) {
      number++;
      parts.add(
          new Part(
              BundleNames.standIn(number),
              "what the stand-in on " + log.host() + " saw",
              StandInDocument.write(log)));
    }
    String about = BundleText.readme(parts, leftOut, contents);
    parts.add(0, new Part(BundleNames.README, "this list", about.getBytes(UTF_8)));
    return new Bundle(parts, leftOut, zip(parts));
  }

  private static byte[] zip(List<Part> parts) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out, UTF_8)) {
      zip.setLevel(Deflater.BEST_COMPRESSION);
      for (Part part : parts) {
        ZipEntry entry = new ZipEntry(part.name());
        entry.setTimeLocal(TIME);
        zip.putNextEntry(entry);
        zip.write(part.content());
        zip.closeEntry();
      }
    }
    return out.toByteArray();
  }

  /** {@code 812 B}, {@code 48 KiB}. */
  public static String size(int bytes) {
    return bytes < 1024 ? bytes + " B" : (bytes + 1023) / 1024 + " KiB";
  }
}
