const set = (names: string): ReadonlySet<string> => new Set(names.split(/\s+/));

/**
 * What functions do with values that have fields; every other function takes all of its arguments whole.
 * Sources: the function reference of each engine.
 */

/** Gives one of its arguments as it is. */
export const givesArgument = set(
  "coalesce nvl ifnull if iff max min first last any_value arbitrary first_value last_value nth_value lag lead nullif try greatest least mode",
);

/** Gives its first argument, or a list of some of its items. */
export const givesFirst = set(
  `max_by min_by arg_max arg_min argmax argmin filter list_filter array_filter array_sort array_distinct list_distinct list_sort
   list_reverse_sort array_reverse_sort reverse list_reverse array_reverse slice list_slice array_slice shuffle sort_array array_remove
   map_filter list_concat array_concat array_union array_intersect array_except trim_array array_compact list_resize
   ifnull zeroifnull`,
);

/** Gives an item of its first argument, or a member. */
export const givesItem = set(
  "element_at try_element_at list_extract list_element array_extract list_first list_last array_first array_last get array_max array_min list_max list_min",
);

/** Gives a list of what its first argument is. */
export const givesList = set(
  "collect_list collect_set array_agg list array list_value list_pack list_distinct_agg set_agg",
);

/** Gives a list of the members of a map. */
export const givesMembers = set("map_values map_entries");

/** Applies a lambda to the items of a list and gives a list of the results. */
export const givesMapped = set("transform list_transform list_apply array_transform array_apply apply");

/** Gives a list of the items of lists. */
export const givesFlattened = set("flatten list_flatten");

/** Looks at its arguments from outside: whether they are there, how many items they have. */
export const looksFromOutside = set(
  "size cardinality count array_length array_size len length map_keys isnull isnotnull typeof count_if grouping grouping_id map_size",
);

/** Applies a lambda to what has been gathered and the next item. */
export const reduces = set("reduce aggregate");

/** Compares two items by a lambda. */
export const comparesItems = set("array_sort list_sort list_reduce array_reduce list_aggregate");

/** Takes an item from each list. */
export const zips = set("zip_with map_zip_with");

/** Takes JSON, and paths into it. */
export const readsJson = set(
  `get_json_object json_extract json_extract_scalar json_extract_string json_extract_path json_extract_path_text json_value json_query
   json_exists json_unquote json_tuple json_contains_path json_length json_type json_keys json_contains`,
);

/** Takes a field of a struct by its name. */
export const takesField = set("struct_extract struct_extract_at");
