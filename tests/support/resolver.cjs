/** Packages that export ES modules only are resolved by their "import" condition; everything else as CommonJS. */
const esmOnly = /^(jose|file-type|strtok3|token-types|uint8array-extras|@borewit\/.*|@tokenizer\/.*)(\/|$)/;
module.exports = (path, options) =>
  options.defaultResolver(
    path,
    esmOnly.test(path) ? { ...options, conditions: ['node', 'import', 'default'] } : options,
  );
