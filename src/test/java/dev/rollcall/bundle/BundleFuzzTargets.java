package dev.rollcall.bundle;

import dev.rollcall.bundle.redact.RedactionFuzzTargets;
import dev.rollcall.document.RunDocument;
import dev.rollcall.fuzz.target.FuzzTarget;
import dev.rollcall.fuzz.target.Scratch;
import dev.rollcall.report.SampleRun;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** What is read of a bundle, and what redaction makes of any text. */
public final class BundleFuzzTargets {
  private static final int MOST = 1 << 16;

  private BundleFuzzTargets() {}

  public static List<FuzzTarget> all() {
    List<FuzzTarget> all = new ArrayList<>(RedactionFuzzTargets.all());
    all.add(
        FuzzTarget.of("bundle.archive", BundleFuzzTargets::archive)
            .seed(bundle())
            .tokens("run.json", "PK\u0003\u0004", "stand-in-1.json", "README.txt", "../")
            .repairedBy(BundleFuzzTargets::repacked)
            .upTo(64 << 10)
            .inputs(1000)
            .mayAllocate(400L << 20)
            .covers(BundleReader.class));
    return all;
  }

  private static byte[] bundle() {
    try {
      BundleContents contents = BundleTest.contents(3);
      return Bundle.of(
              new BundleContents(
                  SampleRun.ready(),
                  contents.past(),
                  contents.site(),
                  contents.host(),
                  contents.logs(),
                  false))
          .zip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Object archive(byte[] input) throws IOException {
    Optional<BundleReader.Opened> opened = BundleReader.read(Scratch.file("b.zip", input));
    if (opened.isEmpty()) {
      return "none";
    }
    RunDocument.write(opened.get().run());
    return opened.get().logs().size() + " " + opened.get().past().isPresent();
  }

  /** The files that can still be read, packed again, so that no checksum keeps a change out. */
  private static byte[] repacked(byte[] input) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out);
        ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(input))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        byte[] content = in.readNBytes(MOST);
        zip.putNextEntry(new ZipEntry(entry.getName()));
        zip.write(content);
      }
    } catch (IOException | IllegalArgumentException damaged) {
      return input;
    }
    return out.size() == 0 ? input : out.toByteArray();
  }
}
