package dev.rollcall.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The container image and the checksums. */
@Tag("packages")
class ImageIT {
  @TempDir private Path layout;

  private JsonNode read(JsonNode descriptor) throws Exception {
    return new JsonMapper().readTree(Files.readAllBytes(blob(descriptor)));
  }

  /** The file that the descriptor names, whose bytes must be those that it names. */
  private Path blob(JsonNode descriptor) throws Exception {
    String digest = descriptor.path("digest").asString().replaceFirst("^sha256:", "");
    Path file = layout.resolve("blobs/sha256").resolve(digest);
    assertEquals(digest, sha256(file));
    assertEquals(descriptor.path("size").asLong(), Files.size(file));
    return file;
  }

  private static String sha256(Path file) throws Exception {
    byte[] content = Files.readAllBytes(file);
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
  }

  @Test
  void theImageIsTheTarballOverACLibrary() throws Exception {
    Packages.run("tar", "-xf", Packages.file(".oci.tar").toString(), "-C", layout.toString());
    JsonNode index = new JsonMapper().readTree(Files.readAllBytes(layout.resolve("index.json")));
    JsonNode manifest = read(index.path("manifests").path(0));
    JsonNode layers = manifest.path("layers");
    assertEquals(2, layers.size());
    String base = Packages.run("tar", "-tzf", blob(layers.path(0)).toString());
    assertTrue(base.contains("/libc.so.6\n") && base.contains("/ld-linux-x86-64.so.2\n"), base);
    Path tarball = Packages.file(".tar.gz");
    assertEquals(-1, Files.mismatch(tarball, blob(layers.path(1))));
    Set<String> files =
        new TreeSet<>(Packages.run("tar", "-tzf", tarball.toString()).lines().toList());
    JsonNode started = read(manifest.path("config")).path("config").path("Entrypoint");
    for (int word : new int[] {0, started.size() - 1}) {
      String path = started.path(word).asString().substring(1);
      assertTrue(files.contains(path), path);
    }
  }

  @Test
  void theChecksumsAreThoseOfEveryPackage() throws Exception {
    Set<String> expected = new TreeSet<>();
    try (Stream<Path> files = Files.list(Packages.FOLDER)) {
      for (Path file : files.toList()) {
        if (!file.endsWith("SHA256SUMS")) {
          expected.add(sha256(file) + " *" + file.getFileName());
        }
      }
    }
    assertEquals(
        expected, new TreeSet<>(Files.readAllLines(Packages.FOLDER.resolve("SHA256SUMS"))));
    assertEquals(7, expected.size());
  }
}
