package dev.rollcall.bundle;

import dev.rollcall.bundle.Bundle.Part;
import dev.rollcall.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a person reads of a bundle, in it and before it is written. */
public final class BundleText {
  private BundleText() {}

  /** A line for each part: its name, its size before it is packed, and what it is. */
  public static List<String> parts(List<Part> parts) {
    int names = parts.stream().mapToInt(part -> part.name().length()).max().orElse(0);
    List<String> lines = new ArrayList<>();
    for (Part part : parts) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%-" + (names + 2) + "s%9s  %s",
              part.name(),
              Bundle.size(part.content().length),
              Printable.line(part.about())));
    }
    return lines;
  }

  static String readme(List<Part> parts, List<String> leftOut, BundleContents contents) {
    StringBuilder text = new StringBuilder();
    text.append("A bundle of Rollcall ")
        .append(Printable.line(contents.host().rollcall()))
        .append(", for support.\n\n");
    parts(parts).forEach(line -> text.append(line).append('\n'));
    for (String left : leftOut) {
      text.append("\nLeft out, so that the file stays small: ").append(left).append(".\n");
    }
    text.append(
        contents.redacted()
            ? """

            Redacted: words that begin with x and have eight more signs are pseudonyms of hosts,
            accounts and other words of the site. Private addresses are pseudonyms in the same
            block, and addresses in the same subnet still are. Public addresses are in 240.0.0.0/4
            or 2001:db8::/32. Certificates have other fingerprints, and days without times. Only
            the site has the key, and only there can a pseudonym be found again.
            """
            : "\nNot redacted: it has the names, addresses and account names of the site.\n");
    text.append(
        """

        To see the report:  rollcall render BUNDLE.zip
        As a page:          rollcall render BUNDLE.zip --report html=report.html
        """);
    return text.toString();
  }
}
