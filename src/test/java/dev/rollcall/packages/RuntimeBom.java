package dev.rollcall.packages;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The packages' bill of materials (CycloneDX): the jar's, and the Java runtime beside it. */
final class RuntimeBom {
  private RuntimeBom() {}

  /**
   * Writes it.
   *
   * @param args the jar's bill of materials, the runtime's folder, the file to write
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    JsonMapper json = new JsonMapper();
    ObjectNode bom = (ObjectNode) json.readTree(Files.readAllBytes(Path.of(args[0])));
    String settings = settings(Path.of(args[1]));
    String version = value(settings, "java.runtime.version");
    String name = "pkg:generic/openjdk@" + URLEncoder.encode(version, UTF_8);
    ObjectNode runtime = ((ArrayNode) bom.get("components")).addObject();
    runtime.put("type", "platform").put("bom-ref", name);
    runtime.put("publisher", value(settings, "java.vendor"));
    runtime.put("name", "openjdk").put("version", version);
    runtime.put("description", "The Java runtime in the packages for Linux.");
    runtime
        .putArray("licenses")
        .addObject()
        .put("expression", "GPL-2.0-only WITH Classpath-exception-2.0");
    String release = value(settings, "java.version");
    runtime.put("cpe", "cpe:2.3:a:oracle:openjdk:" + release + ":*:*:*:*:*:*:*");
    runtime.put("purl", name);
    ArrayNode dependencies = (ArrayNode) bom.get("dependencies");
    ((ArrayNode) dependencies.get(0).get("dependsOn")).add(name);
    dependencies.addObject().put("ref", name).putArray("dependsOn");
    Files.write(Path.of(args[2]), json.writerWithDefaultPrettyPrinter().writeValueAsBytes(bom));
  }

  private static String settings(Path runtime) throws IOException, InterruptedException {
    Process java =
        new ProcessBuilder(
                runtime.resolve("bin/java").toString(), "-XshowSettings:properties", "-version")
            .redirectErrorStream(true)
            .start();
    java.getOutputStream().close();
    String output = new String(java.getInputStream().readAllBytes(), UTF_8);
    if (java.waitFor() != 0) {
      throw new IOException(output);
    }
    return output;
  }

  private static String value(String settings, String key) throws IOException {
    Matcher line = Pattern.compile("(?m)^ *" + Pattern.quote(key) + " = (.+)$").matcher(settings);
    if (!line.find()) {
      throw new IOException("no " + key + " in " + settings);
    }
    return line.group(1).strip();
  }
}
