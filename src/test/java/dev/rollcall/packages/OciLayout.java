package dev.rollcall.packages;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes a container image of tarballs: an image layout (OCI Image Format Specification 1.0, "Image
 * Layout") whose layers are the tarballs, byte for byte. Needs no daemon and no registry.
 */
final class OciLayout {
  private static final String TYPE = "application/vnd.oci.image.";
  private static final JsonMapper JSON = new JsonMapper();

  private final Path folder;
  private final List<Map<String, Object>> layers = new ArrayList<>();
  private final List<String> contents = new ArrayList<>();

  private OciLayout(Path folder) throws IOException {
    this.folder = folder;
    Files.createDirectories(folder.resolve("blobs/sha256"));
  }

  /**
   * Writes the layout.
   *
   * @param args the folder; the image's version; its date (RFC 3339); the program's folder in the
   *     image; then the layers (.tar.gz), the lowest first
   */
  public static void main(String[] args) throws IOException {
    OciLayout image = new OciLayout(Path.of(args[0]));
    for (String layer : List.of(args).subList(4, args.length)) {
      image.add(Path.of(layer));
    }
    image.finish(args[1], args[2], args[3]);
  }

  private void add(Path layer) throws IOException {
    contents.add(digest(new GZIPInputStream(Files.newInputStream(layer))));
    String digest = digest(Files.newInputStream(layer));
    Files.copy(layer, blob(digest));
    layers.add(described("layer.v1.tar+gzip", digest, Files.size(layer)));
  }

  private void finish(String version, String date, String home) throws IOException {
    Map<String, Object> process = new LinkedHashMap<>();
    process.put("User", "65532:65532");
    process.put(
        "Entrypoint",
        List.of(
            home + "/runtime/bin/java",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-XX:StackShadowPages=10",
            "-Drollcall.command=rollcall",
            "-jar",
            home + "/rollcall.jar"));
    process.put("Cmd", List.of("--help"));
    process.put("Env", List.of("LANG=C.UTF-8"));
    process.put("WorkingDir", "/");
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("created", date);
    config.put("architecture", "amd64");
    config.put("os", "linux");
    config.put("config", process);
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("type", "layers");
    root.put("diff_ids", contents);
    config.put("rootfs", root);
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("schemaVersion", 2);
    manifest.put("mediaType", TYPE + "manifest.v1+json");
    manifest.put("config", write("config.v1+json", config));
    manifest.put("layers", layers);
    Map<String, Object> entry = write("manifest.v1+json", manifest);
    entry.put("annotations", Map.of("org.opencontainers.image.ref.name", version));
    Map<String, Object> index = new LinkedHashMap<>();
    index.put("schemaVersion", 2);
    index.put("mediaType", TYPE + "index.v1+json");
    index.put("manifests", List.of(entry));
    Files.write(folder.resolve("index.json"), JSON.writeValueAsBytes(index));
    Files.writeString(folder.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
  }

  private Map<String, Object> write(String type, Map<String, Object> document) throws IOException {
    Path file = folder.resolve("new");
    Files.write(file, JSON.writeValueAsBytes(document));
    String digest = digest(Files.newInputStream(file));
    Files.move(file, blob(digest));
    return described(type, digest, Files.size(blob(digest)));
  }

  private static Map<String, Object> described(String type, String digest, long size) {
    Map<String, Object> descriptor = new LinkedHashMap<>();
    descriptor.put("mediaType", TYPE + type);
    descriptor.put("digest", digest);
    descriptor.put("size", size);
    return descriptor;
  }

  private Path blob(String digest) {
    return folder.resolve("blobs/sha256").resolve(digest.substring("sha256:".length()));
  }

  private static String digest(InputStream content) throws IOException {
    try (DigestInputStream in =
        new DigestInputStream(content, MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(OutputStream.nullOutputStream());
      return "sha256:" + HexFormat.of().formatHex(in.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
